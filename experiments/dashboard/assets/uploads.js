/* Fields that take files: Dash leaves them without a name and in the way of the keyboard, although the button before
   them opens the same; and it passes over a file that is too large without a word. */
(function () {
  "use strict";

  function look(target, files) {
    var box = target.closest && target.closest("[data-ending]"), file = files && files[0];
    if (!box || !file) { return; }
    var large = file.size > Number(box.dataset.most), other = !file.name.toLowerCase().endsWith(box.dataset.ending);
    if (!large && !other) { return; }
    var text = large ? file.name + " is larger than " + box.dataset.most / 1e6 + " MB." : file.name + " does not end in " + box.dataset.ending + ".";
    window.dash_clientside.set_props(box.dataset.said, { children: text + " Nothing was opened." });
  }
  document.addEventListener("change", function (event) { look(event.target, event.target.files); }, true);
  document.addEventListener("drop", function (event) { look(event.target, event.dataTransfer && event.dataTransfer.files); }, true);

  var nameless = new MutationObserver(function () {
    var fields = document.querySelectorAll("[data-ending] input[type=file]");
    fields.forEach(function (field) {
      field.setAttribute("aria-label", field.parentElement.textContent);
      field.tabIndex = -1;
    });
    if (fields.length && fields.length === document.querySelectorAll("[data-ending]").length) { nameless.disconnect(); }
  });
  nameless.observe(document.documentElement, { childList: true, subtree: true });
}());
