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
    var form = event.target;
    var button = event.submitter;
    var body = new FormData(form);
    if (button && button.name) body.append(button.name, button.value);
    var action = button && button.hasAttribute('formaction') ? button.formAction : form.action;
    event.preventDefault();
    if (going) return;
    going = true;
    fetch(action, { method: 'POST', body: body, headers: { accept: 'text/html' } })
      .then(function (response) {
        // Whoever pressed Leave now meanwhile has left.
        if (!form.isConnected) return;
        if (response.redirected) return location.replace(response.url);
        // The same page again, with what is to be put right.
        return response.text().then(function (page) {
          document.open();
          document.write(page);
          document.close();
        });
      })
      .catch(function () {
        going = false;
        // The browser says better that there is no signal; what was typed stays on the way back.
        if (form.isConnected) form.submit();
      });
  });
})();
