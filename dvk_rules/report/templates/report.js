(function () {
  "use strict";
  var form = document.getElementById("find");
  if (!form) { return; }
  form.hidden = false;
  var text = form.elements.q, unit = form.elements.unit, state = form.elements.state;
  var said = document.getElementById("found");
  var cards = Array.prototype.slice.call(document.querySelectorAll("details.p"));
  var groups = Array.prototype.slice.call(document.querySelectorAll("section.u"));
  function fold(value) {
    return value.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }
  function apply() {
    var words = fold(text.value).split(/\s+/).filter(Boolean), shown = 0;
    cards.forEach(function (card) {
      var hit = (!unit.value || card.dataset.u === unit.value) &&
        (!state.value || card.dataset.s === state.value) &&
        words.every(function (word) { return card.dataset.k.indexOf(word) >= 0; });
      card.hidden = !hit;
      shown += hit ? 1 : 0;
    });
    groups.forEach(function (group) {
      group.hidden = !group.querySelector("details.p:not([hidden])");
    });
    said.textContent = said.dataset.text.replace("#", shown).replace("##", cards.length);
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  form.addEventListener("click", function (event) {
    var open = event.target.dataset && event.target.dataset.open;
    if (open === undefined) { return; }
    cards.forEach(function (card) { if (!card.hidden) { card.open = open === "1"; } });
  });
  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var box = target; box; box = box.parentElement) {
      if (box.tagName === "DETAILS") { box.open = true; }
      box.hidden = false;
    }
    if (target) { target.scrollIntoView(); }
  }
  addEventListener("hashchange", reveal);
  if (location.hash) { reveal(); }
  apply();
})();
