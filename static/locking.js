// Closes a page that nobody touches: what is being written is kept on the server first, then the page of PIN or pictures
// comes (or, for an adult, the way in). Without scripts the visit ends by itself.
(function () {
  // A minute before (ms) the page says so, and any touch keeps it open.
  var BEFORE = 60000;
  // While the server cannot be reached, asked again this often (ms). Until then nothing shows, and nothing is lost.
  var AGAIN = 5000;
  var how = document.currentScript.dataset;
  var form = document.querySelector('form[data-saved], form[data-keep], form[data-save], form[data-closes]');
  // By the card alone there is nothing to hide but what is just being written, and the last look at it.
  if (!how.always && !form) return;
  var root = document.documentElement;
  var soon = document.querySelector('[data-soon]');
  var closing = document.querySelector('[data-closing]');
  var here = location.pathname;
  var touched = Date.now();
  var hiddenSince = document.visibilityState === 'hidden' ? Date.now() : null;
  var locking = false;
  // Whoever writes in one tab is there in all of them; whoever looks at one is not out of sight; and they close together.
  var tabs = 'BroadcastChannel' in window ? new BroadcastChannel('touched') : null;
  var told = 0;
  var seen = 0;

  function touch() {
    touched = Date.now();
    if (!locking) soon.hidden = true;
    if (!tabs || touched - told < 1000) return;
    told = touched;
    tabs.postMessage('');
  }

  function look() {
    if (locking) return;
    var now = Date.now();
    var rest = touched + how.idle * 1000 - now;
    if (how.hidden && hiddenSince !== null) rest = Math.min(rest, Math.max(touched, hiddenSince, seen) + how.hidden * 1000 - now);
    if (tabs && hiddenSince === null && rest > 0) tabs.postMessage('seen');
    if (rest > 0) return void (soon.hidden = rest > BEFORE || document.visibilityState === 'hidden');
    if (tabs) tabs.postMessage('lock');
    lock();
  }

  function lock() {
    locking = true;
    root.dataset.closed = 'yes';
    root.setAttribute('data-covered', '');
    soon.hidden = true;
    attempt();
  }

  // Whoever pressed Leave now meanwhile has left.
  function attempt() {
    if (!closing.isConnected) return;
    save()
      .then(function (saved) {
        return notTheirs(saved) ? saved : post('/lock?at=' + encodeURIComponent(here), form && form.dataset.keep !== undefined);
      })
      .then(function (response) {
        if (!closing.isConnected) return;
        // Somebody else came in on this browser: what was written here is given back to be copied, and kept for nobody.
        if (notTheirs(response) && !isJson(response)) return form.submit();
        // Nobody is signed in here: the page stays closed, its words in it, until they come in again in another tab.
        if (notTheirs(response)) return Promise.reject();
        return (response.ok ? response.json() : Promise.resolve({ to: '/' })).then(function (answer) {
          if (closing.isConnected) location.replace(answer.to);
        });
      })
      .catch(function () {
        closing.hidden = false;
        setTimeout(attempt, AGAIN);
      });
  }

  // On a page with a draft of its own the words go there.
  function save() {
    var action = form && (form.dataset.saved !== undefined ? '?/draft' : form.dataset.save);
    return action ? post(action, true) : Promise.resolve(null);
  }

  function notTheirs(response) {
    return response !== null && response.status === 409;
  }

  function isJson(response) {
    return /json/.test(response.headers.get('content-type') || '');
  }

  function post(action, withWords) {
    return fetch(action, {
      method: 'POST',
      body: withWords ? new FormData(form) : new FormData(),
      // Nobody did anything: the visit goes on no longer for that.
      headers: { accept: 'application/json', 'x-sveltekit-action': 'true', 'x-closes': 'yes' }
    }).then(function (response) {
      // Too busy, or full: tried again. Any other refusal would stay one.
      return response.status >= 500 || response.status === 429 ? Promise.reject() : response;
    });
  }

  ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove', 'scroll'].forEach(function (kind) {
    addEventListener(kind, touch, { passive: true, capture: true });
  });
  if (tabs)
    tabs.onmessage = function (event) {
      if (event.data === 'lock') return locking || lock();
      if (event.data === 'seen') seen = Date.now();
      else touched = Date.now();
    };
  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'visible') look();
    hiddenSince = document.visibilityState === 'hidden' ? Date.now() : null;
  });
  setInterval(look, 1000);
})();
