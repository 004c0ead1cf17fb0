//! `video`, `voice`, `chat`, `sync` and `task-router`: a token with one grant.

use core::str::FromStr;

use twilio_access_token::{
    AccessToken, ChatGrant, Grant, MintError, Region, SyncGrant, TaskRouterGrant, Ttl, UnixTime, VideoGrant, VoiceGrant,
};

use super::inputs::{KEY, issuer, time};
use crate::{
    command::{Command, EXAMPLE, Opt, ParsedArgs},
    error::CliError,
    exit::Exit,
    host::Host,
};

const TOKEN: &[Opt] = &[
    Opt {
        name: "identity",
        value: "NAME",
        help: "Who the token is for, 1 to 256 characters (Video: 128); required",
    },
    Opt {
        name: "ttl",
        value: "SECONDS",
        help: "How long the token lives, 1 to 86400; default TOKEN_TTL, else 3600",
    },
    Opt {
        name: "not-before",
        value: "SECONDS",
        help: "When it becomes valid, in seconds since 1970; default at once",
    },
    Opt {
        name: "region",
        value: "NAME",
        help: "The region of the API key, such as ie1; default us1",
    },
    Opt {
        name: "issued-at",
        value: "SECONDS",
        help: "When it counts as made, in seconds since 1970; default now",
    },
];

const ENDPOINT_ID: Opt = Opt {
    name: "endpoint-id",
    value: "NAME",
    help: "The name of the device, of your own choice",
};

const PUSH_CREDENTIAL_SID: Opt = Opt {
    name: "push-credential-sid",
    value: "SID",
    help: "The credential for push notifications, CR...",
};

pub(super) const VIDEO: Command = Command {
    name: "video",
    about: "Prints a token with which an identity may join a room of Twilio Video.",
    argument: "",
    options: &[
        TOKEN,
        &[Opt {
            name: "room",
            value: "NAME",
            help: "The one room, by unique name or SID (RM...), 1 to 128 characters; without it every room of the account",
        }],
        KEY,
    ],
    examples: &[EXAMPLE, "twilio-access-token video --identity alice --ttl 900"],
    run: |args, host| {
        let room = args.take("room");
        mint(args, host, VideoGrant::room_or_any(room.as_deref()))
    },
};

pub(super) const VOICE: Command = Command {
    name: "voice",
    about: "Prints a token with which an identity may make or take calls with Twilio Voice.",
    argument: "",
    options: &[
        TOKEN,
        &[
            Opt {
                name: "voice-app-sid",
                value: "SID",
                help: "Permit calls through this TwiML application, AP...",
            },
            Opt {
                name: "params",
                value: "JSON",
                help: "What Twilio passes on to the application, an object",
            },
            Opt {
                name: "allow-incoming",
                value: "",
                help: "Permit to take calls",
            },
            PUSH_CREDENTIAL_SID,
            ENDPOINT_ID,
        ],
        KEY,
    ],
    examples: &[
        "twilio-access-token voice --identity alice --allow-incoming",
        "twilio-access-token voice --identity alice --voice-app-sid AP0123456789abcdef0123456789abcdef",
    ],
    run: |args, host| {
        let grant = voice(args);
        mint(args, host, grant)
    },
};

pub(super) const CHAT: Command = Command {
    name: "chat",
    about: "Prints a token with which an identity may use Twilio Conversations.",
    argument: "",
    options: &[
        TOKEN,
        &[
            Opt {
                name: "chat-service-sid",
                value: "SID",
                help: "The service, IS...; required",
            },
            Opt {
                name: "deployment-role-sid",
                value: "SID",
                help: "The role throughout the service, RL...",
            },
            PUSH_CREDENTIAL_SID,
            ENDPOINT_ID,
        ],
        KEY,
    ],
    examples: &["twilio-access-token chat --identity alice --chat-service-sid IS0123456789abcdef0123456789abcdef"],
    run: |args, host| {
        let service = args.required("chat-service-sid")?;
        let grant = chat(args, &service);
        mint(args, host, grant)
    },
};

pub(super) const SYNC: Command = Command {
    name: "sync",
    about: "Prints a token with which an identity may use Twilio Sync.",
    argument: "",
    options: &[
        TOKEN,
        &[
            Opt {
                name: "sync-service-sid",
                value: "SID",
                help: "The service, IS...; required",
            },
            ENDPOINT_ID,
        ],
        KEY,
    ],
    examples: &["twilio-access-token sync --identity alice --sync-service-sid IS0123456789abcdef0123456789abcdef"],
    run: |args, host| {
        let service = args.required("sync-service-sid")?;
        let endpoint = args.take("endpoint-id");
        let grant = service.parse().map(SyncGrant::service);
        let grant = grant
            .map_err(MintError::from)
            .map(|grant| with(grant, endpoint, SyncGrant::with_endpoint_id));
        mint(args, host, grant)
    },
};

pub(super) const TASK_ROUTER: Command = Command {
    name: "task-router",
    about: "Prints a token with which an identity may use Twilio TaskRouter.",
    argument: "",
    options: &[
        TOKEN,
        &[
            Opt {
                name: "workspace-sid",
                value: "SID",
                help: "The workspace, WS...; required",
            },
            Opt {
                name: "worker-sid",
                value: "SID",
                help: "The worker as whom the identity acts, WK...",
            },
            Opt {
                name: "role",
                value: "NAME",
                help: "The role, such as worker or supervisor",
            },
        ],
        KEY,
    ],
    examples: &["twilio-access-token task-router --identity bob --workspace-sid WS0123456789abcdef0123456789abcdef"],
    run: |args, host| {
        let workspace = args.required("workspace-sid")?;
        let grant = task_router(args, &workspace);
        mint(args, host, grant)
    },
};

fn voice(args: &mut ParsedArgs) -> Result<VoiceGrant, MintError> {
    let mut grant = VoiceGrant::new();
    if args.flag("allow-incoming") {
        grant = grant.with_incoming();
    }
    grant = with(grant, parsed(args.take("voice-app-sid"))?, VoiceGrant::with_outgoing);
    if let Some(params) = args.take("params") {
        grant = grant.with_outgoing_params(params)?;
    }
    grant = with(
        grant,
        parsed(args.take("push-credential-sid"))?,
        VoiceGrant::with_push_credential,
    );
    Ok(with(grant, args.take("endpoint-id"), VoiceGrant::with_endpoint_id))
}

fn chat(args: &mut ParsedArgs, service: &str) -> Result<ChatGrant, MintError> {
    let mut grant = ChatGrant::service(service.parse()?);
    grant = with(
        grant,
        parsed(args.take("deployment-role-sid"))?,
        ChatGrant::with_deployment_role,
    );
    grant = with(
        grant,
        parsed(args.take("push-credential-sid"))?,
        ChatGrant::with_push_credential,
    );
    Ok(with(grant, args.take("endpoint-id"), ChatGrant::with_endpoint_id))
}

fn task_router(args: &mut ParsedArgs, workspace: &str) -> Result<TaskRouterGrant, MintError> {
    let grant = TaskRouterGrant::workspace(workspace.parse()?);
    let grant = with(grant, parsed(args.take("worker-sid"))?, TaskRouterGrant::with_worker);
    Ok(with(grant, args.take("role"), TaskRouterGrant::with_role))
}

fn mint(
    args: &mut ParsedArgs,
    host: &mut Host<'_>,
    grant: Result<impl Into<Grant>, MintError>,
) -> Result<Exit, CliError> {
    let identity = args.required("identity")?;
    let issuer = issuer(args, host)?;
    let mut token = AccessToken::new(identity)?.with_grant(grant?).with_ttl(issuer.ttl());
    token = with(token, parsed::<Ttl>(args.take("ttl"))?, AccessToken::with_ttl);
    token = with(
        token,
        parsed::<UnixTime>(args.take("not-before"))?,
        AccessToken::with_not_before,
    );
    token = with(token, parsed::<Region>(args.take("region"))?, AccessToken::with_region);
    let now = time(args, "issued-at", host)?;
    let jwt = issuer.key().sign(&token, now)?;
    host.print(&(jwt + "\n"))?;
    Ok(Exit::Success)
}

/// Applies a setter where there is something to set.
fn with<G, T>(grant: G, value: Option<T>, set: impl FnOnce(G, T) -> G) -> G {
    match value {
        Some(value) => set(grant, value),
        None => grant,
    }
}

fn parsed<T: FromStr<Err: Into<MintError>>>(text: Option<String>) -> Result<Option<T>, MintError> {
    text.map(|text| text.parse()).transpose().map_err(Into::into)
}
