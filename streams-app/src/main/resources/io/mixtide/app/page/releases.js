/** Which releases there are and how they score; puts one in force, or the one before. */
import { getJson, postJson } from "./api.js";
import { number, percent } from "./axes.js";
import { byId, element, keepList, say } from "./dom.js";

const REFRESH_MS = 30_000;
const LISTED = 8;

const list = byId("release-list");
const rollback = byId("rollback");
const status = byId("releases-status");
let listing = null;
let shadow = null;
let loadedFor = null;
let loadedAt = -Infinity;
let loading = false;
let pending = false;

/** Looks again when another release is in force, and now and then. */
export function showReleases(snapshot) {
  shadow = snapshot.shadow;
  const now = performance.now();
  if (snapshot.release !== loadedFor || now - loadedAt > REFRESH_MS) {
    loadedFor = snapshot.release;
    load();
  }
}

async function load() {
  if (loading) {
    pending = true;
    return;
  }
  loading = true;
  loadedAt = performance.now();
  try {
    listing = await getJson("/releases");
    render();
  } catch (fault) {
    tell(fault.message, true);
    loadedAt -= REFRESH_MS - 2000;
  } finally {
    loading = false;
  }
  if (pending) {
    pending = false;
    await load();
  }
}

function render() {
  const now = listing.activated?.version;
  say(
    byId("releases-says"),
    listing.activated
      ? `${now} in force since ${when(listing.activated.activatedAt)}, by ${listing.activated.by}` +
          (listing.activated.reason ? `: ${listing.activated.reason}` : "")
      : "No release is in force.",
  );
  const all = listing.published.toReversed();
  const shown = all.filter(
    ({ version }, i) => i < LISTED || version === now || version === listing.former,
  );
  keepList(list, shown, ({ version }) => version, make, update);
  rollback.hidden = !listing.former;
  say(rollback, `Roll back to ${listing.former}`);
  const refused = byId("refused");
  refused.hidden = listing.refused.length === 0;
  say(refused.firstElementChild, `${listing.refused.length} refused`);
  keepList(
    refused.lastElementChild,
    listing.refused.toReversed().slice(0, LISTED),
    ({ version }) => version,
    ({ version, reasons }) => element("li", { textContent: `${version}: ${reasons.join("; ")}` }),
    () => {},
  );
}

function make({ version }) {
  const item = element(
    "li",
    { className: "release" },
    element("span", {}, element("span", { className: "mono", textContent: version }), " ", element("span", { className: "badge" })),
    element("button", { type: "button", textContent: "Activate", "aria-label": `Activate ${version}` }),
    element("span", { className: "note" }),
  );
  item.children[1].addEventListener("click", () => change(`/releases/${encodeURIComponent(version)}/activate`));
  return item;
}

function update(item, release) {
  const now = listing.activated?.version === release.version;
  const inShadow = listing.shadow?.version === release.version;
  item.classList.toggle("now", now);
  item.children[1].hidden = now;
  say(
    item.querySelector(".badge"),
    now ? "in force" : inShadow ? `in the shadow, ${percent(listing.shadow.share)} of tasks` : "",
  );
  say(
    item.querySelector(".note"),
    [
      `published ${when(release.publishedAt)}`,
      release.prequential === undefined
        ? null
        : `${number(release.prequential)} nats on ${release.heldOutTasks} held-out tasks`,
      release.gain === undefined ? null : `gate: ${number(release.gain)} nats better`,
      inShadow && shadow
        ? `beside the one in force: ${number(shadow.gain)} nats on ${shadow.observations} observations`
        : null,
    ]
      .filter(Boolean)
      .join(" · "),
  );
}

async function change(path) {
  const buttons = [rollback, ...list.querySelectorAll("button")];
  buttons.forEach((button) => (button.disabled = true));
  tell("Asking…", false);
  try {
    const { inForce } = await postJson(path, { inForce: listing.activated?.version ?? null, reason: "from the page" });
    tell(`${inForce} is put in force.`, false);
  } catch (fault) {
    tell(fault.message, true);
  } finally {
    buttons.forEach((button) => (button.disabled = false));
    await load();
  }
}

function tell(text, bad) {
  say(status, text);
  status.classList.toggle("bad", bad);
}

const when = (iso) =>
  new Date(iso).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

rollback.addEventListener("click", () => change("/releases/rollback"));
