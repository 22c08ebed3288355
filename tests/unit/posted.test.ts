import { expect, test } from 'vitest';
import { unreadable } from '#lib/server/http/posted.ts';

const origin = 'https://mysay.example';
const urlencoded = 'application/x-www-form-urlencoded';

/** What is answered when this is posted to a page with the actions `save` and `send`; `null`: it goes on. */
async function posted(path: string, body: BodyInit, type: string | null, actions: readonly string[] | null = ['save', 'send']) {
  const url = new URL(path, origin);
  const request = new Request(url, { method: 'POST', body, headers: type === null ? {} : { 'content-type': type } });
  const status = await unreadable(request, url, actions);
  // Whoever is behind the door reads it as if nobody had.
  if (status === null && type !== null && /form/.test(type)) await request.formData();
  return status;
}

test('what our own pages post goes on, and can still be read', async () => {
  expect(await posted('/me?/save', 'a=1', urlencoded)).toBeNull();
  expect(await posted('/me?/send&x=1', 'a=1', `${urlencoded}; charset=UTF-8`)).toBeNull();
  expect(await posted('/me', 'a=1', urlencoded)).toBeNull();
  const whole = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n';
  expect(await posted('/me?/save', whole, 'multipart/form-data; boundary=x')).toBeNull();
  expect(await unreadable(new Request(`${origin}/me?/nothing`), new URL(`${origin}/me?/nothing`), ['save'])).toBeNull();
});

test('an action that is not there is not there, whatever objects are born with', async () => {
  for (const name of ['nothing', 'default', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])
    expect([name, await posted(`/me?/${name}`, 'a=1', urlencoded)]).toEqual([name, 404]);
});

test('what is no form is refused before anybody reads it', async () => {
  const broken = [
    '',
    'x',
    '--x',
    '--x\r\n\r\n',
    '--x\r\ncontent-disposition: form-data; name="a\r\n\r\n1',
    '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1'
  ];
  for (const body of broken)
    for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data; boundary=', 'multipart/form-data'])
      expect([body, type, await posted('/me?/save', body, type)]).toEqual([body, type, 400]);
  for (const type of ['text/plain', 'Text/Plain; charset=utf-8', 'application/x-sveltekit-formdata'])
    expect([type, await posted('/me?/save', 'a=1', type)]).toEqual([type, 415]);
  expect(await posted('/lock', 'x', 'multipart/form-data', null)).toBe(400);
  expect(await posted('/photo/one', 'x', 'application/x-sveltekit-formdata', null)).toBe(415);
  expect(await posted('/lock', 'x', 'text/plain', null)).toBeNull();
});
