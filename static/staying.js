// What a worker writes is not sent after their visit is over: sending it then would show the way in, and every word would be
// gone. So it is asked first. While they write, the visit goes on. Without this script it is as on any other page; workers sign
// in with passkeys, which want scripts anyway.
(function () {
  // While somebody writes, the visit is kept going this often (ms).
  var OFTEN = 5 * 60 * 1000;
  // Says that the visit is over, and how to go on (src/lib/inbox/StaffPage.svelte).
  var over = document.querySelector('[data-over]');
  var last = Date.now();

  // Resolves to whether the worker is still signed in. A door that is shut leads elsewhere.
  function stays() {
    last = Date.now();
    return fetch(location.pathname, { method: 'HEAD', redirect: 'manual' }).then(
      function (response) {
        return response.ok;
      },
      function () {
        return false;
      }
    );
  }

  function hold(form) {
    var sure = false;
    form.addEventListener('input', function () {
      if (Date.now() - last > OFTEN) stays();
    });
    form.addEventListener('submit', function (event) {
      if (sure) return;
      event.preventDefault();
      var button = event.submitter;
      stays().then(function (yes) {
        over.hidden = yes;
        if (!yes) {
          // Beside the button that was pressed.
          form.append(over);
          return over.focus();
        }
        sure = true;
        form.requestSubmit(button);
        // Whoever comes back to this page by the back button is asked again.
        sure = false;
      });
    });
  }

  document.querySelectorAll('form[data-stays]').forEach(hold);
})();
