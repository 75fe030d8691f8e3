// Starts the app. A file of its own, because the page's policy forbids scripts inside the page.
import init from "/assets/app.js";

// The theme chosen last, before the first paint; the app itself keeps it up to date.
try {
  const theme = JSON.parse(localStorage.getItem("rapport.theme"));
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing follows the system.
}

init({ module_or_path: "/assets/app.wasm" }).catch((error) => {
  console.error(error);
  const notice = document.createElement("p");
  notice.setAttribute("role", "alert");
  notice.textContent = "Rapport could not start in this browser. Please reload, or update the browser.";
  document.body.replaceChildren(notice);
});
