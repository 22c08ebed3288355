// A page on which a worker writes for a long time is not sent after their visit is over: sending it then would show the
// way in, and every word would be gone. So it is asked first. While they write, the visit goes on. Without this script it is
// as on any other page; workers sign in with passkeys, which want scripts anyway.
(function () {
  // While somebody writes, the visit is kept going this often (ms).
  var OFTEN = 5 * 60 * 1000;
  var form = document.querySelector('form[data-stays]');
  if (!form) return;
  var over = document.getElementById(form.dataset.stays);
  var last = Date.now();
  var sure = false;

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

  form.addEventListener('input', function () {
    if (Date.now() - last > OFTEN) stays();
  });
  form.addEventListener('submit', function (event) {
    if (sure) return;
    event.preventDefault();
    var button = event.submitter;
    stays().then(function (yes) {
      over.hidden = yes;
      if (!yes) return over.focus();
      sure = true;
      form.requestSubmit(button);
      // Whoever comes back to this page by the back button is asked again.
      sure = false;
    });
  });
})();
