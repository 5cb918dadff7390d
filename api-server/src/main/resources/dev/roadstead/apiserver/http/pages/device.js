"use strict";
// The code is typed, never taken from a link: a link may be somebody else's.
// Whoever has to sign in first does so before typing, not after.
attempt(async () => {
  const factors = await own("/auth/mfa");
  if (factors) $("who").textContent = `You are ${factors.user}, ${factors.email}.`;
});

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const allow = event.submitter.value === "allow";
  attempt(async () => {
    if (!(await own("/auth/device/approve", { userCode: $("code").value, allow }))) return;
    $("form").hidden = true;
    show("done", allow ? "Done. You may close this page and go back to the terminal." : "Refused.");
  });
});
