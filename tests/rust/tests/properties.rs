//! What holds of every token that can be asked for, whatever is in it.

use proptest::{
    collection::vec,
    option,
    prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest},
    sample::select,
    test_runner::Config,
};
use serde_json::json;
use twilio_access_token::{
    AccessToken, Algorithm, ChatGrant, CompactJws, CustomGrant, Grant, PlaybackGrant, Region, SigningKey, SyncGrant,
    TaskRouterGrant, Ttl, UnixTime, Verifier, VideoGrant, VoiceGrant,
};

/// A token to be, and when it is issued.
#[derive(Clone, Debug)]
struct Wanted {
    identity: String,
    grants: Vec<Grant>,
    now: u64,
    ttl: Ttl,
    /// Seconds after `now`, fewer than `ttl`.
    not_before: Option<i64>,
    region: Option<Region>,
}

impl Wanted {
    fn now(&self) -> UnixTime {
        UnixTime::from_secs(self.now)
    }

    fn not_before(&self) -> Option<UnixTime> {
        let after = self.not_before?;
        self.now.checked_add_signed(after).map(UnixTime::from_secs)
    }

    fn token(&self) -> AccessToken {
        let mut token = AccessToken::new(&*self.identity).unwrap().with_ttl(self.ttl);
        for grant in &self.grants {
            token = token.with_grant(grant.clone());
        }
        if let Some(not_before) = self.not_before() {
            token = token.with_not_before(not_before);
        }
        match &self.region {
            Some(region) => token.with_region(region.clone()),
            None => token,
        }
    }

    /// The keys of the grants, in the order in which each first came.
    fn grant_keys(&self) -> Vec<&str> {
        let mut keys = Vec::new();
        for key in self.grants.iter().map(Grant::key) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}

fn text(max_characters: usize) -> impl Strategy<Value = String> {
    vec(any::<char>(), 1..=max_characters).prop_map(String::from_iter)
}

fn sid(prefix: &'static str) -> impl Strategy<Value = String> {
    "[0-9a-f]{32}".prop_map(move |digits| prefix.to_owned() + &digits)
}

fn algorithm() -> impl Strategy<Value = Algorithm> {
    select(vec![Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512])
}

fn signing_key() -> impl Strategy<Value = (SigningKey, Algorithm)> {
    let secret = text(80).prop_filter("white space at its ends", |secret| secret.trim_ascii() == secret);
    (sid("AC"), sid("SK"), secret, algorithm()).prop_map(|(account_sid, api_key_sid, secret, algorithm)| {
        let key = SigningKey::with_algorithm(&account_sid, &api_key_sid, &secret, algorithm);
        (key.unwrap(), algorithm)
    })
}

/// Any JSON but numbers, which are not always written back as they were read.
fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        text(9).prop_map(|value| json!(value)),
    ];
    let value = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|values| json!(values)),
            vec((text(4), inner), 0..4).prop_map(|fields| fields.into_iter().collect()),
        ]
    });
    value.prop_map(|value| value.to_string())
}

fn grant() -> impl Strategy<Value = Grant> {
    let video = option::of(text(128)).prop_map(|room| VideoGrant::room_or_any(room.as_deref()).unwrap().into());
    let chat = (sid("IS"), option::of(sid("RL")), option::of(sid("CR")), text(20)).prop_map(
        |(service_sid, role_sid, credential_sid, endpoint_id)| {
            let mut chat = ChatGrant::service(service_sid.parse().unwrap()).with_endpoint_id(endpoint_id);
            if let Some(role_sid) = role_sid {
                chat = chat.with_deployment_role(role_sid.parse().unwrap());
            }
            if let Some(credential_sid) = credential_sid {
                chat = chat.with_push_credential(credential_sid.parse().unwrap());
            }
            chat.into()
        },
    );
    let sync = sid("IS").prop_map(|service_sid| SyncGrant::service(service_sid.parse().unwrap()).into());
    let task_router = (sid("WS"), sid("WK"), text(9)).prop_map(|(workspace_sid, worker_sid, role)| {
        let grant = TaskRouterGrant::workspace(workspace_sid.parse().unwrap());
        grant.with_worker(worker_sid.parse().unwrap()).with_role(role).into()
    });
    let voice = (any::<bool>(), option::of((sid("AP"), text(9)))).prop_map(|(incoming, outgoing)| {
        let mut voice = VoiceGrant::new();
        if incoming {
            voice = voice.with_incoming();
        }
        if let Some((application_sid, name)) = outgoing {
            let params = json!({ name: "value" }).to_string();
            voice = voice.with_outgoing(application_sid.parse().unwrap());
            voice = voice.with_outgoing_params(params).unwrap();
        }
        voice.into()
    });
    let playback = text(9).prop_map(|name| PlaybackGrant::new(json!({ name: true }).to_string()).unwrap().into());
    let custom = ("x-[a-z]{1,3}", json_text()).prop_map(|(key, json)| CustomGrant::new(key, json).unwrap().into());
    prop_oneof![video, chat, sync, task_router, voice, playback, custom]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let times = (1..=86_400_u64).prop_flat_map(|ttl| {
        let now = 0..=UnixTime::MAX.as_secs() - ttl;
        (now, Just(ttl), option::of(-86_400..ttl.cast_signed()))
    });
    let region = option::of("[a-z0-9]{1,9}");
    (text(256), vec(grant(), 0..9), times, region).prop_map(|(identity, grants, (now, ttl, not_before), region)| {
        Wanted {
            identity,
            grants,
            now,
            ttl: Ttl::seconds(ttl).unwrap(),
            not_before,
            region: region.map(|region| region.parse().unwrap()),
        }
    })
}

/// A moment near where some number of seconds overflows, or where a date does.
fn border() -> impl Strategy<Value = u64> {
    let borders = [
        0,
        i32::MAX as u64,
        u64::from(u32::MAX),
        UnixTime::MAX.as_secs(),
        1 << 53,
        i64::MAX as u64,
        u64::MAX,
    ];
    (select(borders.to_vec()), -90_000..90_000_i64).prop_map(|(border, by)| border.saturating_add_signed(by))
}

proptest! {
    /// What was asked for is in the token and nothing else, the grants in their order.
    #[test]
    fn what_is_signed_verifies((key, _) in signing_key(), wanted in wanted()) {
        let jwt = key.sign(&wanted.token(), wanted.now()).unwrap();
        let valid_from = wanted.not_before().unwrap_or_else(|| wanted.now());

        let claims = Verifier::new(&key).verify(&jwt, valid_from).unwrap();
        prop_assert_eq!(&claims, &key.claims(&wanted.token(), wanted.now()).unwrap());
        let payload = CompactJws::parse(jwt.as_bytes()).unwrap().payload;
        let json = claims.to_json();
        prop_assert_eq!(json.as_bytes(), &payload);
        prop_assert_eq!(serde_json::to_vec(&claims).unwrap(), payload);
        prop_assert_eq!(claims.grants.identity.as_deref(), Some(&*wanted.identity));
        prop_assert_eq!(claims.grants.iter().map(Grant::key).collect::<Vec<_>>(), wanted.grant_keys());
        for grant in claims.grants.iter() {
            prop_assert_eq!(Some(grant), wanted.grants.iter().rfind(|wanted| wanted.key() == grant.key()));
        }
        prop_assert_eq!(claims.iat, Some(wanted.now()));
        prop_assert_eq!(claims.nbf, wanted.not_before());
        prop_assert_eq!(claims.exp.as_secs(), wanted.now + wanted.ttl.as_secs());
        prop_assert_eq!(claims.iss, key.api_key_sid().as_str());
        prop_assert_eq!(claims.sub, key.account_sid().as_str());
    }

    /// The text form asks for the same token, alone and among lines of others, some of which are refused.
    #[test]
    fn text_asks_for_the_same(
        (key, _) in signing_key(),
        all in vec(wanted(), 1..4),
        refused in "[^\r\n]{0,20}",
    ) {
        let now = all[0].now();
        let (mut lines, mut answers) = (refused.clone() + "\n", String::new());
        answers += &AccessToken::from_json(&refused).unwrap_err().to_json();
        for wanted in &all {
            let mut claims = key.claims(&wanted.token(), wanted.now()).unwrap();
            claims.grants.identity = None;
            let asked = json!({
                "identity": wanted.identity,
                "ttl": wanted.ttl.as_secs(),
                "not_before": wanted.not_before(),
                "region": wanted.region.as_ref().map(Region::as_str),
            });
            // The grants as text, since a JSON value does not keep their order.
            let grants = serde_json::to_string(&claims.grants).unwrap();
            let line = format!(r#"{},"grants":{grants}}}"#, asked.to_string().strip_suffix('}').unwrap());

            let token = AccessToken::from_json(&line).unwrap();
            prop_assert_eq!(key.sign(&token, wanted.now()), key.sign(&wanted.token(), wanted.now()));
            lines += &(line + "\n");
            answers += "\n";
            answers += &key.sign(&token, now).unwrap_or_else(|error| error.to_json());
        }
        prop_assert_eq!(key.sign_json_lines(&lines, now), answers + "\n");
    }

    /// The model is arithmetic that cannot overflow.
    #[test]
    fn times_at_their_borders(
        now in border(),
        ttl in 1..=86_400_u64,
        not_before in option::of(border()),
        asked_at in border(),
        leeway in prop_oneof![Just(0), 0..90_000_u32, Just(u32::MAX)],
    ) {
        let key = SigningKey::new(&format!("AC{:032}", 0), &format!("SK{:032}", 0), "secret").unwrap();
        let mut token = AccessToken::new("alice").unwrap().with_ttl(Ttl::seconds(ttl).unwrap());
        if let Some(not_before) = not_before {
            token = token.with_not_before(UnixTime::from_secs(not_before));
        }
        let [wide_now, wide_ttl, wide_max] = [now, ttl, UnixTime::MAX.as_secs()].map(i128::from);
        let (exp, nbf) = (wide_now + wide_ttl, not_before.map(i128::from));
        let expected = match nbf {
            _ if exp > wide_max => Some("time-out-of-range"),
            Some(nbf) if nbf > wide_max => Some("time-out-of-range"),
            Some(nbf) if nbf >= exp => Some("never-valid"),
            _ => None,
        };
        let jwt = key.sign(&token, UnixTime::from_secs(now));
        prop_assert_eq!(jwt.as_ref().err().map(|error| error.code()), expected);

        if let Ok(jwt) = jwt {
            let (asked_at, leeway_seconds) = (i128::from(asked_at), i128::from(leeway));
            let expected = match nbf {
                Some(nbf) if nbf > asked_at + leeway_seconds => Some("not-yet-valid"),
                _ if exp <= asked_at - leeway_seconds => Some("expired"),
                _ => None,
            };
            let asked_at = UnixTime::from_secs(asked_at.try_into().unwrap());
            let outcome = Verifier::new(&key).with_leeway(leeway).verify(&jwt, asked_at);
            prop_assert_eq!(outcome.err().map(|error| error.code()), expected);
        }
    }
}

proptest! {
    // Each is some ten thousand tokens to verify.
    #![proptest_config(Config::with_cases(4))]

    #[test]
    fn every_bit_counts((key, algorithm) in signing_key(), wanted in wanted()) {
        let mut token = key.sign(&wanted.token(), wanted.now()).unwrap().into_bytes();
        let valid_from = wanted.not_before().unwrap_or_else(|| wanted.now());
        let verifier = Verifier::new(&key);
        prop_assert!(verifier.verify(&token, valid_from).is_ok());
        for bit in 0..token.len() * 8 {
            token[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(verifier.verify(&token, valid_from).is_err(), "bit {bit}, {algorithm}");
            token[bit / 8] ^= 1 << (bit % 8);
        }
    }
}
