/**
 * As much of curl as the READMEs need, so that their lines run where no curl is installed:
 * -s, -X, -H, -d and a URL. CURL_PORT stands in for the port 3000.
 */
const [, , ...given] = process.argv;
const headers = [];
const taken = { '-X': null, '-d': null };
let url = '';
for (let index = 0; index < given.length; index += 1) {
  const argument = given[index];
  if (argument === '-s') continue;
  if (argument === '-H') headers.push(given[(index += 1)].split(/:\s*(.*)/s).slice(0, 2));
  else if (argument in taken) taken[argument] = given[(index += 1)];
  else if (argument.startsWith('localhost:3000/') && url === '') url = argument;
  else throw new Error(`curl.mjs does not know ${argument}`);
}
const { '-X': method, '-d': body } = taken;
const form = body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
const response = await fetch(
  `http://127.0.0.1:${process.env.CURL_PORT}${url.slice('localhost:3000'.length)}`,
  {
    method: method ?? (body === null ? 'GET' : 'POST'),
    headers: { ...form, ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])) },
    ...(body === null ? {} : { body }),
  },
);
process.stdout.write(await response.text());
