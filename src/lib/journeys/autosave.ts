/** Saves a form by itself while somebody writes in it. Runs in the browser; without it every button still saves. */

/** Typing rests this long before a save; and never more than this passes between typing and a save. */
const REST = 1500;
const LONGEST = 4000;

export type Saving = { onSaved(at: string): void; onFailed(): void };

/** Returns what stops it. Also saves when the page is hidden: a phone put away is the commonest way to leave. */
export function keepSaving(form: HTMLFormElement, { onSaved, onFailed }: Saving): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since: number | null = null;
  let going = false;

  async function save() {
    clearTimeout(timer);
    if (since === null || going) return;
    since = null;
    going = true;
    try {
      const response = await fetch('?/draft', {
        method: 'POST',
        body: new FormData(form),
        keepalive: true,
        headers: { accept: 'application/json', 'x-sveltekit-action': 'true' }
      });
      const result: unknown = response.ok ? await response.json() : null;
      const saved = result !== null && typeof result === 'object' && 'type' in result && result.type === 'success';
      if (saved && 'data' in result && typeof result.data === 'string') onSaved(timeIn(result.data));
      else onFailed();
    } catch {
      onFailed();
    } finally {
      going = false;
    }
  }

  function later() {
    const now = Date.now();
    since ??= now;
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(REST, since + LONGEST - now)));
  }
  const hide = () => document.visibilityState === 'hidden' && void save();
  // The form is on its way by itself: nothing more to do here.
  const stop = () => clearTimeout(timer);

  form.addEventListener('input', later);
  form.addEventListener('submit', stop);
  document.addEventListener('visibilitychange', hide);
  return () => {
    stop();
    form.removeEventListener('input', later);
    form.removeEventListener('submit', stop);
    document.removeEventListener('visibilitychange', hide);
  };
}

/** The action's answer is a flat list, its first entry naming where `savedAt` stands. */
function timeIn(flat: string): string {
  const parts: unknown = JSON.parse(flat);
  return Array.isArray(parts) && typeof parts[1] === 'string' ? parts[1] : '';
}
