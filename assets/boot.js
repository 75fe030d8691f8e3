// Starts the app. A file of its own, because the page's policy forbids scripts inside the page.
import init from "/assets/app.js";

init({ module_or_path: "/assets/app.wasm" }).catch((error) => {
  console.error(error);
  const notice = document.createElement("p");
  notice.setAttribute("role", "alert");
  notice.textContent = "Rapport could not start in this browser. Please reload, or update the browser.";
  document.body.replaceChildren(notice);
});
