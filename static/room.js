// Says under a box, while somebody types or pastes, by how many letters it is longer than can be kept (src/ui/Over.svelte).
// The box itself takes everything: what a browser cuts off in silence would be lost. Without scripts the service says it.
(function () {
  if (window.roomWatched) return;
  window.roomWatched = true;
  // Rested this long (ms), so that nobody is read a new number at each letter.
  var REST = 600;
  var timer;

  function look(box) {
    var at = (box.getAttribute('aria-describedby') || '').split(' ');
    for (var i = 0; i < at.length; i += 1) {
      var line = document.getElementById(at[i]);
      if (line && line.dataset.room) tell(line, box.value.length - Number(line.dataset.room));
    }
  }

  function tell(line, over) {
    var words = over > 0 ? line.dataset.say + ' ' + over : '';
    if (line.textContent !== words) line.textContent = words;
  }

  document.addEventListener('input', function (event) {
    var box = event.target;
    if (!box || box.tagName !== 'TEXTAREA') return;
    clearTimeout(timer);
    timer = setTimeout(function () {
      look(box);
    }, REST);
  });
})();
