// Sends a form without leaving its page, so that nothing written is lost when there is no signal: the words stay, the
// page says "not sent yet" with numbers to call, and it tries again by itself. Without scripts the form is posted.
(function () {
  var form = document.querySelector('form[data-sending]');
  if (!form) return;
  var unsent = document.querySelector('[data-unsent]');
  var status = form.querySelector('[role=status]');
  var going = false;
  var waiting = false;

  function send() {
    if (going) return;
    going = true;
    tell(form.dataset.sending);
    fetch(form.action, {
      method: 'POST',
      body: new FormData(form),
      headers: { accept: 'application/json', 'x-sveltekit-action': 'true' }
    })
      .then(function (response) {
        return response.json();
      })
      .then(
        function (result) {
          if (result.type === 'redirect') return location.assign(result.location);
          // Whatever else the service said, its own page says it: the same id makes it the same request.
          form.submit();
        },
        function (error) {
          going = false;
          // An answer came, and it was not the expected one (signed out, or a page): let the browser show it.
          if (error instanceof SyntaxError) return form.submit();
          waiting = true;
          tell('');
          unsent.hidden = false;
          unsent.focus();
        }
      );
  }

  function tell(words) {
    status.textContent = words;
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    send();
  });
  addEventListener('online', function () {
    if (waiting) send();
  });
  // Some phones never say that they are online again.
  setInterval(function () {
    if (waiting && navigator.onLine) send();
  }, 10000);
})();
