/* What went wrong on the way to the server is said on whichever tab is open, and there is a button to try again. */
(function () {
  "use strict";
  var GONE = "The dashboard does not answer. It may have been stopped on the facilitator’s machine.";
  var byId = function (id) { return document.getElementById(id); };
  var plainly = window.fetch.bind(window);

  function say(text) {
    var box = byId("lost"), line = document.createElement("p"), button = document.createElement("button");
    if (!box) { return; }
    line.textContent = text;
    button.type = "button";
    button.className = "quiet-button";
    button.textContent = "Reload the page";
    button.addEventListener("click", function () { location.reload(); });
    box.className = "trouble";
    box.replaceChildren(line, button);
  }
  function unsay() {
    var box = byId("lost");
    if (box && box.className) { box.className = ""; box.replaceChildren(); }
  }

  /* Dash asks the server by itself, and tells nobody when that fails. */
  window.fetch = function (path, options) {
    var asked = plainly(path, options);
    if (String(path && path.url || path).indexOf("_dash-update-component") < 0) { return asked; }
    asked.then(function (response) {
      if (response.ok) { unsay(); } else { response.clone().text().then(say); }
    }, function (error) { if (error.name !== "AbortError") { say(GONE); } });
    return asked;
  };

  document.addEventListener("click", function (event) {
    var tab = event.target.dataset && event.target.dataset.again;
    if (!tab || !window.tiersAsked["asking-" + tab]) { return; }
    var next = Object.assign({}, window.tiersAsked["asking-" + tab], { again: Date.now() });
    window.dash_clientside.set_props("asking-" + tab, { data: next });
  });
}());
