// Saves a question by itself while somebody writes in it. Without scripts every button still saves. It reads the page
// and changes only its status line, so what was answered before it ran stays answered.
(function () {
  // Typing rests this long (ms) before a save, and never more than LONGEST passes between typing and a save.
  var REST = 1500;
  var LONGEST = 4000;
  var form = document.querySelector('form[data-saved]');
  if (!form) return;
  var status = form.querySelector('[role=status]');
  var timer;
  // The page's address while it is there: Leave now takes it out of sight.
  var action = new URL('?/draft', location.href).href;
  var since = null;
  var going = false;
  var cancel = null;

  function later() {
    var now = Date.now();
    if (since === null) since = now;
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(REST, since + LONGEST - now)));
  }

  // The words as they are now; what is aborted by `cancel` says nothing more.
  function post() {
    cancel = new AbortController();
    return fetch(action, {
      signal: cancel.signal,
      method: 'POST',
      body: new FormData(form),
      keepalive: true,
      headers: { accept: 'application/json', 'x-sveltekit-action': 'true' }
    });
  }

  function save() {
    clearTimeout(timer);
    // What is typed while a save is under way waits for the next one.
    if (going) return later();
    // Whoever has left has left: nothing more is sent.
    if (since === null || !form.isConnected) return;
    since = null;
    going = true;
    var sent = post();
    var own = cancel;
    sent
      .then(function (response) {
        return response.ok ? response.json() : Promise.reject();
      })
      .then(function (result) {
        // Not finished yet (half a date): nothing to say, and Next will.
        if (result.type === 'failure') return tell('', false);
        if (result.type !== 'success') return Promise.reject();
        // Kit's answer is a flat list whose second entry is when it was saved.
        // From now on the page has been seen with these answers, so emptying a box takes its answer back.
        form.elements.had.value = form.dataset.codes;
        tell(form.dataset.saved.replace('{{time}}', JSON.parse(result.data)[1]), false);
      })
      .catch(function () {
        if (own.signal.aborted) return;
        tell(form.dataset.failed, true);
        // Tried again by itself; hiding the page tries at once.
        if (since === null) since = Date.now();
        clearTimeout(timer);
        timer = setTimeout(save, LONGEST);
      })
      .finally(function () {
        going = false;
      });
  }

  function tell(words, failed) {
    status.textContent = words;
    status.dataset.state = failed ? 'failed' : 'saved';
  }

  form.addEventListener('input', later);
  // The form is on its way by itself: nothing more to do here.
  form.addEventListener('submit', function () {
    clearTimeout(timer);
    since = null;
    // A save under way must not arrive after what this button does.
    if (cancel) cancel.abort();
  });
  // Leave now (src/app.html): what was typed since the last save goes first. One that is under way arrives before it or not at all.
  addEventListener('leaving', function (event) {
    clearTimeout(timer);
    if (since === null) return;
    since = null;
    if (going) cancel.abort();
    event.detail.saved = post();
  });
  // A phone put away is the commonest way to leave.
  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'hidden') save();
  });
})();
