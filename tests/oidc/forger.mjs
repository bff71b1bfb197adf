// An OpenID provider that forges on demand: POST /forge says how, as JSON, until the next time.
// {header, claims: changes to the token, null removes; answer: changes to the token endpoint's JSON; status}
import { Events, OAuth2Server } from 'oauth2-mock-server';

let forgery = {};
const change = (target, changes = {}) => {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete target[name];
    else target[name] = value;
  }
};

const server = new OAuth2Server();
await server.issuer.keys.generate('RS256', { kid: 'first' });
server.service.addRoute('POST', '/forge', (req, res) => {
  forgery = req.body;
  res.end();
});
server.service.addRoute('POST', '/renew', async (_, res) => {
  await server.issuer.keys.generate('RS256', { kid: `renewed-${Date.now()}` });
  res.end();
});
server.service.on(Events.BeforeTokenSigning, (token) => {
  change(token.header, forgery.header);
  change(token.payload, forgery.claims);
});
server.service.on(Events.BeforeResponse, (response) => {
  change(response.body, forgery.answer);
  response.statusCode = forgery.status ?? 200;
});
server.service.on(Events.BeforeUserinfo, (response) => {
  change(response.body, forgery.userinfo ?? { name: 'John Doe' });
});
await server.start(0, '127.0.0.1');
console.log(server.issuer.url);
