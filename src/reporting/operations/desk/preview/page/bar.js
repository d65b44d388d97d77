"use strict";

const form = document.getElementById("choice");
const state = document.getElementById("state");
const main = document.getElementById("page");
const query = new URLSearchParams(new FormData(form)).toString();
let shown = 0;
let place = 0;

form.addEventListener("change", () => form.submit());

// the new page is loaded behind the old one, so that nothing flickers and the place is kept
function show(news) {
  const before = main.querySelector("iframe:not(.coming)");
  for (const late of main.querySelectorAll("iframe.coming")) late.remove();
  const frame = document.createElement("iframe");
  frame.className = "coming";
  frame.title = "The page";
  // without allow-scripts nothing in the page can run; the same origin lets this script keep the place
  frame.sandbox = "allow-same-origin";
  frame.addEventListener("load", () => {
    if (before && before.dataset.state === "made") place = before.contentWindow.scrollY;
    if (news.state === "made") frame.contentWindow.scrollTo({ top: place, behavior: "instant" });
    frame.className = "";
    if (before) before.remove();
    state.textContent = news.state === "made" ? `${news.seconds} s` : "failed";
    state.dataset.state = news.state;
  });
  frame.dataset.state = news.state;
  frame.src = `page?${query}`;
  main.append(frame);
}

const source = new EventSource(`news?${query}`);
source.addEventListener("message", (event) => {
  const news = JSON.parse(event.data);
  if (news.state === "making") {
    state.textContent = "making the page …";
    state.dataset.state = "making";
  } else if (news.number !== shown) {
    shown = news.number;
    show(news);
  }
});
source.addEventListener("error", () => {
  state.textContent = "the preview has stopped; start it again in the terminal";
  state.dataset.state = "failed";
  // numbers begin anew with a new server
  shown = 0;
});
