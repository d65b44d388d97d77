"use strict";

const form = document.getElementById("choice");
const words = JSON.parse(form.dataset.words);
const state = document.getElementById("state");
const main = document.getElementById("page");
const stop = document.getElementById("stop");
const remarks = document.getElementById("remarks");
let query = "";
let shown = 0;
let place = 0;
let source = null;
let clock = 0;

// a message of the bar in the language of the desk
function said(message, value) {
  return words[message].replace("{0}", value);
}

// the document stays: the new page is loaded behind the old one, at the same place
form.addEventListener("change", follow);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  follow();
});
stop.addEventListener("click", () => fetch(`stop?${query}`, { method: "POST", headers: { "X-Preview": "stop" } }));

// the new page is loaded behind the old one, so that nothing flickers and the place is kept
function show(news) {
  const before = main.querySelector("iframe:not(.coming)");
  for (const late of main.querySelectorAll("iframe.coming")) late.remove();
  const frame = document.createElement("iframe");
  frame.className = "coming";
  frame.title = words["The page"];
  // without allow-scripts nothing in the page can run; the same origin lets this script keep the place
  frame.sandbox = "allow-same-origin";
  frame.addEventListener("load", () => {
    if (before && before.dataset.state === "made") place = before.contentWindow.scrollY;
    if (news.state === "made") frame.contentWindow.scrollTo({ top: place, behavior: "instant" });
    frame.className = "";
    if (before) before.remove();
    state.textContent = news.state === "made" ? said("{0} s", news.seconds) : words["failed"];
    state.dataset.state = news.state;
  });
  frame.dataset.state = news.state;
  frame.src = `page?${query}`;
  main.append(frame);
}

function tell(news) {
  clearInterval(clock);
  state.dataset.state = news.state;
  stop.hidden = news.state !== "making";
  if (news.state !== "making") return;
  const since = Date.now();
  const where = news.cell ? said("cell {0}", news.cell) : words["making the page"];
  const say = () => {
    state.textContent = `${where} … ${said("{0} s", Math.round((Date.now() - since) / 1000))}`;
  };
  say();
  clock = setInterval(say, 1000);
}

function list(told) {
  const lines = told.map((one) => {
    const line = document.createElement("li");
    line.dataset.grade = one.grade;
    const cell = one.cell ? `${said("cell {0}", one.cell)}: ` : "";
    line.textContent = `${cell}${one.kind}: ${one.what}${one.hint ? ` → ${one.hint}` : ""}`;
    return line;
  });
  remarks.hidden = lines.length === 0;
  remarks.querySelector("summary").textContent = lines.length === 1 ? words["1 remark"] : said("{0} remarks", lines.length);
  remarks.querySelector("ul").replaceChildren(...lines);
}

function follow() {
  query = new URLSearchParams(new FormData(form)).toString();
  history.replaceState(null, "", `?${query}`);
  shown = 0;
  if (source) source.close();
  source = new EventSource(`news?${query}`);
  source.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    tell(news);
    if (news.state !== "making" && news.number !== shown) {
      shown = news.number;
      list(news.remarks);
      show(news);
    }
  });
  source.addEventListener("error", () => {
    clearInterval(clock);
    stop.hidden = true;
    state.textContent = words["the preview has stopped; start it again in the terminal"];
    state.dataset.state = "failed";
    // numbers begin anew with a new server
    shown = 0;
  });
}

follow();
