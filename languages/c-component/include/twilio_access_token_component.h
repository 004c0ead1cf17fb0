/*
 * Mints, verifies and inspects Twilio access tokens and validates webhooks, by the component twilio-access-token-full.wasm in
 * wasmtime.
 *
 * All texts are UTF-8 and end with a NUL; a NULL is no text where it says so, and nowhere else. Times are seconds since 1970, by
 * pointer; NULL is the time of the host's clock. What is given is not kept after the call.
 *
 * A function that may fail returns an error, which the caller deletes, or NULL, and sets what it gives only if that is NULL. What
 * it gives is the caller's: an object until its function tac_..._delete, a text until free(). Deleting NULL does nothing.
 *
 * An instance, with the keys and verifiers that are made in it, belongs to one thread at a time. A component may be used by
 * several, each of which makes an instance of it.
 */
#ifndef TWILIO_ACCESS_TOKEN_COMPONENT_H
#define TWILIO_ACCESS_TOKEN_COMPONENT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The component as compiled code. */
typedef struct tac_component tac_component;
/* An instance of the component, with memory of its own. */
typedef struct tac_instance tac_instance;
/* A Twilio API key, ready to sign. */
typedef struct tac_signing_key tac_signing_key;
/* API keys, ready to verify what they have signed. */
typedef struct tac_token_verifier tac_token_verifier;
/* An account's auth token, or the secret of a shared key, ready to validate webhooks. */
typedef struct tac_webhook_key tac_webhook_key;

/* Why there is no result. */
typedef struct {
    /* The reason, for a program: the case of the error in the WIT, such as "empty-identity". "host" if the component did not run. */
    char *code;
    /* What is wrong, for a person. It never shows a secret. */
    char *message;
    /* What to do about it, one sentence; empty if there is no advice. */
    char *hint;
} tac_error;

void tac_error_delete(tac_error *error);

/* Compiles the component in a file, which takes a good part of a second. */
tac_error *tac_component_new(const char *path, tac_component **component);
/* Its instances are left as they are. */
void tac_component_delete(tac_component *component);

tac_error *tac_instance_new(const tac_component *component, tac_instance **instance);
/* To be called after all that was made in it is deleted. */
void tac_instance_delete(tac_instance *instance);

/*
 * A key that signs: the account, AC and 32 hexadecimal digits, the API key, SK and 32 hexadecimal digits, and what the Twilio
 * Console shows once, when a key is made. Errors: sids-swapped, invalid-account-sid, invalid-api-key-sid, invalid-api-key-secret.
 */
tac_error *tac_signing_key_new(tac_instance *instance, const char *account_sid, const char *api_key_sid,
                               const char *api_key_secret, tac_signing_key **key);
/*
 * Signs the token that a JSON text asks for: an object of identity (1 to 256 characters), and perhaps ttl (1 to 86,400 seconds,
 * 3,600 unless given), not_before, region, and grants as they are within a token. Errors: invalid-json, invalid-type, invalid-grant,
 * empty-identity, ttl-too-long and what else is wrong with a token.
 */
tac_error *tac_signing_key_sign(const tac_signing_key *key, const char *token, const uint64_t *now, char **jwt);
void tac_signing_key_delete(tac_signing_key *key);

/* The arguments and errors are those of tac_signing_key_new. */
tac_error *tac_token_verifier_new(tac_instance *instance, const char *account_sid, const char *api_key_sid,
                                  const char *api_key_secret, tac_token_verifier **verifier);
/* Verifies what a further key has signed as well, while one replaces another. */
tac_error *tac_token_verifier_add_key(tac_token_verifier *verifier, const char *account_sid, const char *api_key_sid,
                                      const char *api_key_secret);
/* Takes clocks to differ by so many seconds; 0 unless set. */
tac_error *tac_token_verifier_set_leeway(tac_token_verifier *verifier, uint32_t seconds);
/* The claims of a token that is valid: JSON. Errors: malformed, signature-mismatch, expired and why else it is not taken. */
tac_error *tac_token_verifier_verify(const tac_token_verifier *verifier, const char *token, const uint64_t *now,
                                     char **claims);
void tac_token_verifier_delete(tac_token_verifier *verifier);

/* One thing that is wrong with a token. */
typedef struct {
    /* The stable name of this finding, in kebab-case. */
    char *code;
    /* The error with which Twilio answers, https://www.twilio.com/docs/api/errors, or 0 if none is known. */
    uint32_t twilio_code;
    /* "error" if Twilio refuses the token, "warning" if it may. */
    char *severity;
    /* What is wrong, with the value that is at fault. Never a secret. */
    char *message;
    /* What to do about it. */
    char *hint;
} tac_finding;

/* What is wrong with a token. */
typedef struct {
    /* Whether the signature is that of the secret: "verified", "mismatch", or "unchecked" if none was given. */
    char *signature;
    size_t findings_count;
    tac_finding *findings;
} tac_report;

/* Says of any text why Twilio would refuse it as an access token. The secret and the region of the API key may be NULL. */
tac_error *tac_inspect(tac_instance *instance, const char *token, const char *api_key_secret, const char *region,
                       const uint64_t *now, tac_report **report);
void tac_report_delete(tac_report *report);

/* A field of a form: its name and its value, both decoded. */
typedef struct {
    const char *name;
    const char *value;
} tac_form_field;

/*
 * A key for requests whose header X-Twilio-Webhooks-Signature-Settings is `settings`, NULL for those without it. Errors:
 * empty-secret, unsupported-signature-algorithm.
 */
tac_error *tac_webhook_key_new(tac_instance *instance, const char *secret, const char *settings, tac_webhook_key **key);
/*
 * Whether Twilio sent this form, or this request without a body, to the whole URL that is configured at Twilio. `signature` is
 * the header X-Twilio-Signature, NULL for a request without it. Errors: missing-signature, malformed-signature,
 * signature-mismatch.
 */
tac_error *tac_webhook_key_validate_form(const tac_webhook_key *key, const char *signature, const char *url,
                                         const tac_form_field *fields, size_t fields_count);
/* Whether Twilio sent this body, which is no form. Errors: missing-body-hash, body-mismatch, and as for a form. */
tac_error *tac_webhook_key_validate_body(const tac_webhook_key *key, const char *signature, const char *url,
                                         const void *body, size_t body_size);
void tac_webhook_key_delete(tac_webhook_key *key);

#ifdef __cplusplus
}
#endif

#endif
