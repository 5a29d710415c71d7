// Suggestions are for those who begin to type; nobody else fetches what makes them.
{
  const { script, style } = document.currentScript.dataset;
  const begin = ({ target }) => {
    if (!target.matches("[type=search]")) return;
    document.removeEventListener("focusin", begin);
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = style;
    sheet.onload = () => import(script);
    document.head.append(sheet);
  };
  document.addEventListener("focusin", begin);
}
