"use strict";
const $ = (id) => document.getElementById(id);

// The code is typed, never taken from a link: a link may be somebody else's.
const show = (id, text) => {
  $(id).textContent = text;
  $(id).hidden = !text;
};
const csrf = () => document.cookie.match(/(?:^|; )__Host-roadstead-csrf=([^;]*)/)?.[1] ?? "";

const post = (path, body) =>
  fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() },
    body: JSON.stringify(body),
  });

$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  show("problem", "");
  const allow = event.submitter.value === "allow";
  try {
    // The access token lasts ten minutes; the sign-in behind it lasts longer.
    if (!(await post("/auth/refresh", {})).ok) return location.assign("/auth/sign-in?return=/auth/device");
    const answer = await post("/auth/device/approve", { userCode: $("code").value, allow });
    if (!answer.ok) return show("problem", (await answer.json()).message);
    $("form").hidden = true;
    show("done", allow ? "Done. You may close this page and go back to the terminal." : "Refused.");
  } catch {
    show("problem", "The server does not answer.");
  }
});
