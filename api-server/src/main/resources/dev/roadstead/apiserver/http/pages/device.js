"use strict";
const $ = (id) => document.getElementById(id);
$("code").value = new URLSearchParams(location.search).get("user_code") ?? "";

const show = (id, text) => {
  $(id).textContent = text;
  $(id).hidden = !text;
};
const csrf = () => document.cookie.match(/(?:^|; )__Host-roadstead-csrf=([^;]*)/)?.[1] ?? "";

$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  show("problem", "");
  const allow = event.submitter.value === "allow";
  try {
    const answer = await fetch("/auth/device/approve", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() },
      body: JSON.stringify({ userCode: $("code").value, allow }),
    });
    if (answer.status === 401) {
      const here = "/auth/device?user_code=" + encodeURIComponent($("code").value);
      return location.assign("/auth/sign-in?return=" + encodeURIComponent(here));
    }
    if (!answer.ok) return show("problem", (await answer.json()).message);
    $("form").hidden = true;
    show("done", allow ? "Done. You may close this page and go back to the terminal." : "Refused.");
  } catch {
    show("problem", "The server does not answer.");
  }
});
