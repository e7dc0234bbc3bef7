/** Asks the service, with the token if there is one. */

const KEY = "mixtide-token";
let token = sessionStorage.getItem(KEY);
let tokenWanted = () => {};

/** Who is told when the service asks for a token, with whether there was one that is not right. */
export function onTokenWanted(listener) {
  tokenWanted = listener;
}

/** Uses a token from now on, until the browser's tab is closed. */
export function useToken(value) {
  token = value;
  sessionStorage.setItem(KEY, value);
}

/** Asks; throws an error with the service's own line if it does not do what was asked. */
export async function ask(path, options = {}) {
  const headers = { ...options.headers };
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  const response = await fetch(path, { ...options, headers, cache: "no-store" });
  if (response.status === 401) {
    tokenWanted(token !== null);
  }
  if (!response.ok) {
    throw new Error((await response.text()).split("\n")[0] || `status ${response.status}`);
  }
  return response;
}

export const getJson = async (path, signal) => (await ask(path, { signal })).json();

/** Sends JSON for a change. */
export const postJson = async (path, body) =>
  (
    await ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    })
  ).json();
