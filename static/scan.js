// Runs before the page is drawn: the code on a scanned card is taken out of the address (and of the history) at once.
(function () {
  var code = decodeURIComponent(location.hash.slice(1));
  if (!code) return;
  history.replaceState(null, '', location.pathname);
  addEventListener('DOMContentLoaded', function () {
    var form = document.querySelector('[data-card]');
    form.elements.code.value = code;
    form.submit();
  });
})();
