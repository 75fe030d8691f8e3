//! Access tokens: JWTs of exactly one kind, signed with HS256 and nothing else (RFC 8725). The
//! header is compared whole, so no algorithm, key or URL in it is ever followed.
//! Tests: `jwt/tests.rs`, one row for each attack.

use super::key::{KeyRing, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{Error as JwtError, ErrorKind},
    signature::{Error as SignatureError, Signer, Verifier},
};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use shared::{ids::UserId, time::Timestamp};
use uuid::Uuid;

/// An access token lives at most this long.
pub const ACCESS_SECONDS: i64 = 15 * 60;
/// A clock may be this much ahead of ours.
const CLOCK_AHEAD_SECONDS: i64 = 60;
/// Longer texts are not tokens of ours.
const TOKEN_BYTES_MAX: usize = 2_048;
/// RFC 9068: says that it is an access token, so that no other kind is taken for one.
const TYPE: &str = "at+jwt";
const ISSUER: &str = "rapport";

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Always [`ISSUER`].
    pub iss: String,
    /// The workspace.
    pub aud: Uuid,
    /// The user.
    pub sub: UserId,
    /// The session.
    pub sid: Uuid,
    /// Made at, seconds since 1970.
    pub iat: i64,
    /// Over at, seconds since 1970.
    pub exp: i64,
}

/// Makes and reads the access tokens of one workspace.
pub struct Tokens {
    workspace: Uuid,
    signing: EncodingKey,
    header: Header,
    accepted: Vec<(Header, DecodingKey)>,
    fingerprint_key: [u8; 32],
}

impl Tokens {
    /// For a workspace and its keys.
    pub fn new(workspace: Uuid, keys: &KeyRing) -> Self {
        // The first caller of a process installs it; all install the same one.
        let _already_installed = PROVIDER.install_default();
        let accepted = std::iter::once(&keys.current)
            .chain(&keys.old)
            .map(|key| (header(key), DecodingKey::from_secret(key.bytes())))
            .collect();
        Self {
            workspace,
            signing: EncodingKey::from_secret(keys.current.bytes()),
            header: header(&keys.current),
            accepted,
            fingerprint_key: blake3::derive_key(
                "rapport 2026-11 fingerprint of a request body",
                keys.current.bytes(),
            ),
        }
    }

    /// Tells equal bytes from others, to nobody who does not have the signing key.
    pub fn fingerprint(&self, bytes: &[u8]) -> [u8; 32] {
        *blake3::keyed_hash(&self.fingerprint_key, bytes).as_bytes()
    }

    /// A token for a session, and when it ends.
    ///
    /// # Errors
    /// When it cannot be signed; it says why.
    pub fn make(
        &self,
        user: UserId,
        session: Uuid,
        now: Timestamp,
    ) -> Result<(String, i64), String> {
        let exp = now.seconds() + ACCESS_SECONDS;
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: self.workspace,
            sub: user,
            sid: session,
            iat: now.seconds(),
            exp,
        };
        let token = jsonwebtoken::encode(&self.header, &claims, &self.signing);
        token
            .map(|token| (token, exp))
            .map_err(|error| error.to_string())
    }

    /// What a token says, if it is one of ours and not over.
    pub fn read(&self, token: &str, now: Timestamp) -> Option<Claims> {
        if token.len() > TOKEN_BYTES_MAX || token.bytes().filter(|&byte| byte == b'.').count() != 2
        {
            return None;
        }
        let header = jsonwebtoken::decode_header(token).ok()?;
        let (_, key) = self.accepted.iter().find(|(own, _)| *own == header)?;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation())
            .ok()?
            .claims;
        let now = now.seconds();
        let life = claims.exp.checked_sub(claims.iat)?;
        let good = claims.iss == ISSUER
            && claims.aud == self.workspace
            && claims.exp > now
            && claims.iat <= now + CLOCK_AHEAD_SECONDS
            && (0..=ACCESS_SECONDS).contains(&life);
        good.then_some(claims)
    }
}

fn header(key: &SigningKey) -> Header {
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(key.id());
    header
}

/// The signature alone: times and names are judged by [`Tokens::read`] with the server's clock.
fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}

/// HS256 over the hmac and sha2 crates; every other algorithm is refused.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| match algorithm {
        Algorithm::HS256 => Ok(Box::new(Hs256(key.as_bytes().to_vec()))),
        _ => Err(unsupported()),
    },
    verifier_factory: |algorithm, key| match algorithm {
        Algorithm::HS256 => Ok(Box::new(Hs256(key.try_get_as_bytes()?.to_vec()))),
        _ => Err(unsupported()),
    },
    key_utils: KeyUtils::new_unimplemented(),
};

fn unsupported() -> JwtError {
    ErrorKind::InvalidAlgorithm.into()
}

struct Hs256(Vec<u8>);

impl Hs256 {
    fn mac(&self, message: &[u8]) -> Result<Hmac<Sha256>, SignatureError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|_| SignatureError::new())?;
        mac.update(message);
        Ok(mac)
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        Ok(self.mac(message)?.finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), SignatureError> {
        self.mac(message)?
            .verify_slice(signature)
            .map_err(|_| SignatureError::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
mod tests;
