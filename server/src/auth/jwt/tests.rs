//! One row for each attack on access tokens (RFC 8725; rows S20 to S27 of the hardening list).

use super::*;
use crate::auth::key::SigningKey;
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;

fn now() -> Timestamp {
    Timestamp::from_seconds(NOW)
}

fn key(byte: u8) -> SigningKey {
    let bytes: Vec<u8> = (0..32).map(|number| byte ^ number).collect();
    SigningKey::new(bytes).unwrap()
}

fn tokens() -> Tokens {
    Tokens::new(Uuid::from_u128(7), &KeyRing::of(key(1)))
}

fn ids() -> (UserId, Uuid) {
    (UserId::from_uuid(Uuid::from_u128(1)), Uuid::from_u128(2))
}

fn good() -> String {
    let (user, session) = ids();
    tokens().make(user, session, now()).unwrap().0
}

fn claims() -> Value {
    let (user, session) = ids();
    json!({
        "iss": ISSUER, "aud": Uuid::from_u128(7), "sub": user, "sid": session,
        "iat": NOW, "exp": NOW + ACCESS_SECONDS,
    })
}

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut word = [0; 3];
        word[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, word[0], word[1], word[2]]);
        for place in 0..=chunk.len() {
            let digit = (bits >> (18 - 6 * place)) & 63;
            text.push(char::from(DIGITS[digit as usize]));
        }
    }
    text
}

/// A token with any header and claims, signed with HMAC-SHA256 under our own key: what somebody
/// could make who tricked us into signing, or found another kind of token of ours.
fn forged(header: &str, claims: &str) -> String {
    let message = format!(
        "{}.{}",
        base64url(header.as_bytes()),
        base64url(claims.as_bytes())
    );
    let signature = Hs256(key(1).bytes().to_vec())
        .try_sign(message.as_bytes())
        .unwrap();
    format!("{message}.{}", base64url(&signature))
}

fn own_header() -> Value {
    json!({"typ": TYPE, "alg": "HS256", "kid": key(1).id()})
}

#[track_caller]
fn refused(token: &str) {
    assert_eq!(tokens().read(token, now()), None, "{token}");
}

#[test]
fn a_token_says_what_was_put_in() {
    let (user, session) = ids();
    let (token, exp) = tokens().make(user, session, now()).unwrap();
    let read = tokens().read(&token, now()).unwrap();
    assert_eq!((read.sub, read.sid, read.exp), (user, session, exp));
    assert_eq!(exp, NOW + ACCESS_SECONDS);
    let same = forged(&own_header().to_string(), &claims().to_string());
    assert!(
        tokens().read(&same, now()).is_some(),
        "the forger below would pass if let"
    );
}

#[test]
fn no_algorithm_but_ours() {
    for algorithm in [
        "none", "None", "nOnE", "", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA",
    ] {
        let mut header = own_header();
        header["alg"] = json!(algorithm);
        refused(&forged(&header.to_string(), &claims().to_string()));
        let message = forged(&header.to_string(), &claims().to_string());
        let unsigned = message.rsplit_once('.').unwrap().0;
        refused(&format!("{unsigned}."));
        refused(unsigned);
    }
}

#[test]
fn no_key_but_ours() {
    for kid in [
        "../../dev/null",
        "' OR 1=1 --",
        "",
        "0000000000000000",
        "secret.key",
    ] {
        let mut header = own_header();
        header["kid"] = json!(kid);
        refused(&forged(&header.to_string(), &claims().to_string()));
    }
    for (name, value) in [
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/cert")),
        ("jwk", json!({"kty": "oct", "k": "AAAA"})),
        ("x5c", json!(["AAAA"])),
        ("crit", json!(["exp"])),
        ("cty", json!("JWT")),
        ("zip", json!("DEF")),
        ("b64", json!(false)),
    ] {
        let mut header = own_header();
        header[name] = value;
        refused(&forged(&header.to_string(), &claims().to_string()));
    }
    let (user, session) = ids();
    let elsewhere = Tokens::new(Uuid::from_u128(7), &KeyRing::of(key(2)));
    refused(&elsewhere.make(user, session, now()).unwrap().0);
}

#[test]
fn no_kind_but_access_tokens() {
    for kind in [
        "JWT",
        "jwt",
        "rt+jwt",
        "reset+jwt",
        "invite+jwt",
        "setup+jwt",
        "",
    ] {
        let mut header = own_header();
        header["typ"] = json!(kind);
        refused(&forged(&header.to_string(), &claims().to_string()));
    }
}

#[test]
fn times_are_judged_by_the_servers_clock() {
    let check = |name: &str, value: Value, good: bool| {
        let mut claims = claims();
        claims[name] = value;
        let token = forged(&own_header().to_string(), &claims.to_string());
        assert_eq!(tokens().read(&token, now()).is_some(), good, "{claims}");
    };
    check("exp", json!(NOW), false);
    check("exp", json!(NOW - 1), false);
    check("exp", json!(NOW + 1), true);
    check("exp", json!(NOW + ACCESS_SECONDS + 1), false);
    check("exp", json!(i64::MAX), false);
    check("exp", json!(i64::MIN), false);
    check("exp", json!(1e300), false);
    check("exp", json!("1900000000"), false);
    check("exp", Value::Null, false);
    check("iat", json!(NOW + CLOCK_AHEAD_SECONDS), true);
    check("iat", json!(NOW + CLOCK_AHEAD_SECONDS + 1), false);
    check("iat", json!(i64::MIN), false);
    check("iat", json!(NOW - ACCESS_SECONDS), false);
    check("nbf", json!(NOW + 600), false);
}

#[test]
fn names_must_be_ours_and_all_there() {
    for (name, value) in [
        ("iss", json!("evil")),
        ("aud", json!(Uuid::from_u128(8))),
        ("aud", json!([Uuid::from_u128(7)])),
        ("sub", json!("admin")),
        ("sid", json!(7)),
        ("role", json!("admin")),
    ] {
        let mut changed = claims();
        changed[name] = value;
        refused(&forged(&own_header().to_string(), &changed.to_string()));
    }
    for name in ["iss", "aud", "sub", "sid", "iat", "exp"] {
        let mut changed = claims();
        changed.as_object_mut().unwrap().remove(name);
        refused(&forged(&own_header().to_string(), &changed.to_string()));
    }
    let text = claims().to_string();
    let twice = text.replacen('{', "{\"sub\":\"00000000-0000-0000-0000-000000000009\",", 1);
    refused(&forged(&own_header().to_string(), &twice));
}

#[test]
fn every_flipped_bit_is_noticed() {
    let token = good();
    let (message, signature) = token.rsplit_once('.').unwrap();
    let own = Hs256(key(1).bytes().to_vec())
        .try_sign(message.as_bytes())
        .unwrap();
    assert_eq!(base64url(&own), signature);
    for bit in 0..256 {
        let mut flipped = own.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        refused(&format!("{message}.{}", base64url(&flipped)));
    }
    for place in 0..message.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[place] ^= 1;
        if let Ok(text) = String::from_utf8(bytes) {
            refused(&text);
        }
    }
}

#[test]
fn other_spellings_of_a_token_are_refused() {
    let token = good();
    for spelling in [
        format!("{token}."),
        format!(".{token}"),
        format!("{token}.."),
        format!("{token}="),
        format!("{token}=="),
        format!(" {token}"),
        format!("{token}\n"),
        token.replace('.', ".."),
        token.to_uppercase(),
        String::new(),
        "..".to_owned(),
        "x".repeat(10_000),
        format!("{token}{}", "A".repeat(5_000)),
    ] {
        refused(&spelling);
    }
    let truncated = &token[..token.len() - 1];
    refused(truncated);
}

#[test]
fn a_rotated_key_is_good_until_its_tokens_end() {
    let (user, session) = ids();
    let token = good();
    let ring = KeyRing {
        current: key(3),
        old: Some(key(1)),
    };
    let rotated = Tokens::new(Uuid::from_u128(7), &ring);
    assert!(rotated.read(&token, now()).is_some());
    assert!(
        rotated
            .read(&token, now().plus_seconds(ACCESS_SECONDS))
            .is_none()
    );
    let next = rotated.make(user, session, now()).unwrap().0;
    assert!(rotated.read(&next, now()).is_some());
    refused(&next);
}
