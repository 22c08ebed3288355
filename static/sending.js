// Sends a form without leaving its page, so that nothing written is lost when there is no signal: the words stay, the
// page says "not sent yet" with numbers to call, and it tries again by itself. Without scripts the form is posted.
(function () {
  var form = document.querySelector('form[data-sending]');
  if (!form) return;
  var unsent = document.querySelector('[data-unsent]');
  var status = form.querySelector('[role=status]');
  var going = false;
  var waiting = false;
  var pressed = false;
  var typedAt = 0;
  // Whoever needs help now must not look at "sending" for as long as a phone hopes for a signal.
  var longest = 20000;
  var quiet = 10000;

  function send() {
    if (going || !form.isConnected) return;
    going = true;
    tell(form.dataset.sending);
    var late = typeof AbortController === 'function' ? new AbortController() : null;
    var timer = setTimeout(function () {
      if (late) late.abort();
    }, longest);
    fetch(form.action, {
      method: 'POST',
      body: new FormData(form),
      headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
      signal: late ? late.signal : undefined
    })
      .then(function (response) {
        // Too much at once, or nobody behind the door: it comes back, and the words are still here.
        if (response.status === 429 || response.status >= 500) throw new TypeError('not now');
        return response.json().then(function (result) {
          // Nobody is signed in here any more: it stays in its page until somebody is, here or in another tab.
          if (result.type === 'out') throw new TypeError('not now');
          return result;
        });
      })
      .then(
        function (result) {
          clearTimeout(timer);
          // Sent, and meanwhile whoever sent it has left this page: they are not brought back.
          if (!form.isConnected) return;
          if (result.type === 'redirect') return location[document.documentElement.dataset.watched ? 'replace' : 'assign'](result.location);
          // Whatever else the service said, its own page says it: the same id makes it the same request.
          showPage();
        },
        function (error) {
          clearTimeout(timer);
          going = false;
          if (!form.isConnected) return;
          // An answer came, and it was not the expected one (signed out, or a page): let the browser show it.
          if (error instanceof SyntaxError) return showPage();
          waiting = true;
          tell('');
          unsent.hidden = false;
          // Whoever goes on writing is not taken away from it each time it is tried.
          if (pressed) unsent.focus();
          pressed = false;
        }
      );
  }

  // The service's own page, with what was posted (static/watched.js: without another entry in the history).
  function showPage() {
    if (window.postHere) window.postHere(form.action, new FormData(form), form);
    else form.submit();
  }

  function tell(words) {
    status.textContent = words;
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    pressed = true;
    typedAt = 0;
    send();
  });
  form.addEventListener('input', function () {
    typedAt = Date.now();
  });
  // Not in the middle of a word that was added since.
  function again() {
    if (waiting && Date.now() - typedAt > quiet) send();
  }
  addEventListener('online', again);
  // Some phones never say that they are online again.
  setInterval(function () {
    if (navigator.onLine) again();
  }, 10000);
})();
