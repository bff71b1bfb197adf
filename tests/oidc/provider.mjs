// A certified OpenID provider with its own development pages; prints its issuer once it listens.
// With two arguments it knows a second client: where that is told of logouts, and its callback.
import http from 'node:http';
import { Provider } from 'oidc-provider';

const person = (id) => ({
  sub: id,
  name: `User <b>${id}</b>`,
  picture: `https://pictures.example/${id}.png`,
});

const [logoutUri, callback] = process.argv.slice(2);
const told = {
  client_id: 'client-2',
  client_secret: 's3cret-of-the-site',
  redirect_uris: [callback],
  token_endpoint_auth_method: 'client_secret_post',
  backchannel_logout_uri: logoutUri,
  backchannel_logout_session_required: true,
};

const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'client-1',
        client_secret: 's3cret-of-the-site',
        redirect_uris: ['https://comments.example/signin/callback'],
        token_endpoint_auth_method: 'client_secret_post',
      },
      ...(logoutUri ? [told] : []),
    ],
    features: { backchannelLogout: { enabled: true } },
    fetch: (url, { dispatcher, ...options }) => fetch(url, options), // it would not go to loopback
    clientAuthMethods: ['client_secret_post'],
    claims: { openid: ['sub'], profile: ['name', 'picture'] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: async () => person(id) }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
