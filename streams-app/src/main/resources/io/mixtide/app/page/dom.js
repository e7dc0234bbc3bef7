/** Small helpers to build and keep elements. Text is always inserted as text. */

/** The element with an id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element with properties, attributes (by names with a dash, or role) and children. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") {
      made.setAttribute(name, value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children);
  return made;
}

/** Sets text where it differs, so that what is unchanged is not laid out again. */
export function say(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/**
 * Makes a list's children those of some items, each element kept for its item's key: what has the
 * focus keeps it.
 */
export function keepList(list, items, key, make, update) {
  const former = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const next = items.map((item) => {
    const name = String(key(item));
    let child = former.get(name);
    former.delete(name);
    if (!child) {
      child = make(item);
      child.dataset.key = name;
    }
    update(child, item);
    return child;
  });
  former.forEach((child) => child.remove());
  next.forEach((child, i) => {
    if (list.children[i] !== child) {
      list.insertBefore(child, list.children[i] ?? null);
    }
  });
}

/** Whether someone is about to use something in an element: then it must not move. */
export const isInUse = (target) => target.matches(":hover") || target.matches(":focus-within");

const sizes = new Map();
const onResize = new ResizeObserver((entries) =>
  entries.forEach(({ target }) => sizes.set(target, sizeNow(target))),
);
const sizeNow = ({ clientWidth: width, clientHeight: height }) => ({ width, height });

/** An element's inner size in CSS pixels, without having the page laid out to know it. */
export function sizeOf(target) {
  if (!sizes.has(target)) {
    sizes.set(target, sizeNow(target));
    onResize.observe(target);
  }
  return sizes.get(target);
}

/** Makes a function that runs another one before the next frame is shown, however often it is called. */
export function onceAFrame(draw) {
  let asked = 0;
  return () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      draw();
    });
  };
}

/** A canvas's drawing context for CSS pixels, cleared, with its size. */
export function canvasOf(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const { width, height } = sizeOf(canvas);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}
