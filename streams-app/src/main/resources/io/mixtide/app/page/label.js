/** The form that posts an observation of the chosen task. */
import { postJson } from "./api.js";
import { number, short } from "./axes.js";
import { byId, element, say } from "./dom.js";

const form = byId("label");
const fields = byId("label-fields");
const output = byId("label-says");
let task = null;
let eventTime = null;
let asked = null;
let names = "";

/**
 * Makes the form that of a task.
 *
 * @param course of it: what its numbers are called, and when its latest observation was made
 */
export function showLabelForm(name, course) {
  const wanted = JSON.stringify([course.xNames, course.yNames]);
  if (wanted !== names) {
    names = wanted;
    fields.replaceChildren(
      ...course.xNames.map((x, i) => field("x", i, x)),
      ...course.yNames.map((y, i) => field("y", i, y)),
    );
  }
  if (name !== task) {
    task = name;
    asked = null;
    form.reset();
    tell("", false);
  }
  // The latest observation's: another time would move the event time of all tasks beside it.
  const last = course.observations.at(-1);
  eventTime = last ? new Date(last.time).toISOString() : null;
}

/** Says which x's tell most. */
export function advise(labels) {
  say(
    byId("label-advice"),
    labels.length > 0
      ? `Tells most: ${labels
          .map(({ x, information }) => `${x.map(short).join(", ")} (${number(information)} nats)`)
          .join("; ")}`
      : "Nothing in particular is asked for.",
  );
}

/** Fills in an x, and leads on to its y. */
export function fill(x) {
  x.forEach((value, i) => {
    const input = byId(`label-x-${i}`);
    if (input) {
      input.value = String(value);
    }
  });
  byId("label-y-0")?.focus();
}

/** Says that the posted observation was taken in, when it was. */
export function noticeCounted(course) {
  if (!asked) {
    return;
  }
  const i = course.observations.findIndex(({ id }) => id === asked.id);
  if (i >= 0) {
    const [before, after] = [course.steps[i - 1], course.steps[i]];
    const change = before
      ? `mutual information ${number(before.mutualInformation)} → ${number(after.mutualInformation)} nats`
      : `mutual information ${number(after.mutualInformation)} nats`;
    tell(`Counted as observation ${course.observations[i].sequence}: ${change}.`, false);
    asked = null;
  }
}

/** Whether a posted observation was not seen yet. */
export const isWaiting = () => asked !== null;

function field(kind, index, name) {
  const id = `label-${kind}-${index}`;
  return element(
    "label",
    { for: id },
    `${kind}: ${name}`,
    element("input", { id, type: "number", step: "any", required: true, inputMode: "decimal" }),
  );
}

function values(kind, count) {
  return Array.from({ length: count }, (_, i) => {
    const input = byId(`label-${kind}-${i}`);
    if (input.value === "" || !Number.isFinite(input.valueAsNumber)) {
      input.focus();
      throw new Error(`Give a number for ${input.parentElement.firstChild.textContent}.`);
    }
    return input.valueAsNumber;
  });
}

function tell(text, bad) {
  say(output, text);
  output.classList.toggle("bad", bad);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  try {
    const [xNames, yNames] = JSON.parse(names);
    const id = `page-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;
    const posted = {
      x: values("x", xNames.length),
      y: values("y", yNames.length),
      eventTime,
      observationId: id,
    };
    button.disabled = true;
    tell("Sending…", false);
    const { partition, offset } = await postJson(
      `/tasks/${encodeURIComponent(task)}/observations`,
      posted,
    );
    asked = { id };
    tell(`Sent: partition ${partition}, offset ${offset}. Waiting for its posterior…`, false);
  } catch (fault) {
    tell(fault.message, true);
  } finally {
    button.disabled = false;
  }
});
