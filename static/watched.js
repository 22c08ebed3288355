// For a child whose phone somebody may look at: every move replaces the one before, so that one entry stands in the history.
// Without scripts each page leaves one, as everywhere.
(function () {
  var going = false;

  addEventListener('click', function (event) {
    var link = event.target.closest('a[href]');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target || link.origin !== location.origin) return;
    event.preventDefault();
    location.replace(link.href);
  });

  addEventListener('submit', function (event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    var form = event.target;
    var button = event.submitter;
    var body = new FormData(form);
    if (button && button.name) body.append(button.name, button.value);
    postHere(button && button.hasAttribute('formaction') ? button.formAction : form.action, body, form);
  });

  function postHere(action, body, form) {
    if (going) return;
    going = true;
    fetch(action, { method: 'POST', body: body, headers: { accept: 'text/html' } })
      .then(function (response) {
        // Whoever pressed Leave now meanwhile has left.
        if (!form.isConnected) return;
        if (response.redirected) return location.replace(response.url);
        return response.text().then(show);
      })
      .catch(function () {
        going = false;
        // The browser says better that there is no signal.
        if (form.isConnected) form.submit();
      });
  }
  window.postHere = postHere;

  // The same page again, with what is to be put right. Its styles are let in by the word that this document came with.
  function show(page) {
    var style = document.querySelector('style[nonce]');
    document.open();
    document.write(style ? page.replace(/ nonce="[^"]*"/g, ' nonce="' + style.nonce + '"') : page);
    document.close();
  }
})();
