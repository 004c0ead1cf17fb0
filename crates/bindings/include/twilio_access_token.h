/* Mints, verifies and inspects Twilio access tokens, and validates Twilio's webhooks.
 *
 * Texts go in as a pointer and a length in bytes, are UTF-8, and need no NUL. Nothing that is passed is kept after a call,
 * and nothing is changed but what `out` and `error` point to. A pointer is NULL only where that is allowed; an empty text is
 * any other pointer with length 0. Times are seconds since 1970.
 *
 * What a call makes belongs to the caller: a text is freed with tat_text_free, an object with its own free function, both
 * exactly once. `out` and `error` are always set, whatever the status is: to {NULL, 0}, or to NULL, if there is nothing, so
 * that they can be freed without a look at the status. They need not be initialised, and what they held before is not freed.
 *
 * Objects can be used by any number of threads at once, but for a verifier while a key is added to it or its leeway set, and
 * for any object while it is freed. No function reads the clock, the environment or a file, or keeps anything between two
 * calls.
 *
 * This file is made from crates/bindings/src/c.rs. */

#ifndef TWILIO_ACCESS_TOKEN_H
#define TWILIO_ACCESS_TOKEN_H

#include <stddef.h>
#include <stdint.h>

// An API key, ready to sign.
typedef struct tat_signer tat_signer;

// API keys whose tokens are taken.
typedef struct tat_verifier tat_verifier;

// An auth token or shared key, ready to validate webhooks.
typedef struct tat_webhook_key tat_webhook_key;

// The outcome of a call: one of `TAT_OK`, `TAT_REJECTED`, `TAT_MISUSE` and `TAT_PANIC`.
typedef int32_t tat_status;

// A text that a call has given. It is the caller's, who frees it with tat_text_free.
typedef struct tat_text {
    // UTF-8, and a NUL after it; NULL if there is no text.
    char *data;
    // Its length in bytes, without the NUL.
    size_t len;
} tat_text;

// The call succeeded.
#define TAT_OK 0

// Twilio would reject the token or key, or the token or request is not valid. The text is a JSON object of `code`, which is stable,
// and of `message` and `hint`, which are for people.
#define TAT_REJECTED 1

// The caller broke a rule of this interface. The text is as for TAT_REJECTED, with one of the codes `invalid-argument`,
// `invalid-handle` and `invalid-utf8`. Nothing has changed.
#define TAT_MISUSE 2

// This library has a bug. There is no text.
#define TAT_PANIC 3

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of this interface: 1. A program that was compiled with this header can use every library of the same version.
uint32_t tat_abi_version(void);

// The version of the library, such as "0.1.0". It is a constant and not to be freed.
const char *tat_version(void);

// Makes a signer of an API key. The secret is not kept, but what is prepared of it.
//
// `account_sid`     the account's SID, "AC" and 32 hexadecimal digits
// `api_key_sid`     the SID of a Main or Standard API key of that account, "SK" and 32 hexadecimal digits
// `api_key_secret`  that key's secret
// `out`             is set to the signer, or to NULL
// `error`           is set to the reason if there is one; may be NULL
//
// TAT_REJECTED with `invalid-account-sid`, `invalid-api-key-sid`, `sids-swapped` or `invalid-api-key-secret`.
tat_status tat_signer_new(const char *account_sid,
                          size_t account_sid_len,
                          const char *api_key_sid,
                          size_t api_key_sid_len,
                          const char *api_key_secret,
                          size_t api_key_secret_len,
                          struct tat_signer **out,
                          struct tat_text *error);

// Frees a signer and wipes its key. NULL is fine.
void tat_signer_free(struct tat_signer *signer);

// Signs a token.
//
// `token`  a JSON object: `identity`, a string, and if need be `ttl` (seconds, 3600 if there is none, 86400 at most),
//          `not_before` (seconds since 1970), `region` (such as "ie1") and `grants`, an object of Twilio's grants as they
//          stand in a token, such as {"video":{"room":"daily"}}
// `now`    the time at which it is issued, in seconds since 1970
// `out`    is set to the JWT, or to the reason why there is none
//
// TAT_REJECTED with a code that says what is wrong with the token, such as `empty-identity`, `invalid-json`, `invalid-type`,
// `invalid-grant`, `ttl-too-long` or `never-valid`.
tat_status tat_signer_sign(const struct tat_signer *signer,
                           const char *token,
                           size_t token_len,
                           uint64_t now,
                           struct tat_text *out);

// Signs many tokens, all issued at `now`, in one call.
//
// `lines`  a line each, what tat_signer_sign takes as `token`
// `out`    is set to as many lines, each with its line break: the JWT, or the reason, which starts with "{" as no JWT does
//
// It is TAT_OK even if tokens are rejected.
tat_status tat_signer_sign_lines(const struct tat_signer *signer,
                                 const char *lines,
                                 size_t lines_len,
                                 uint64_t now,
                                 struct tat_text *out);

// Makes a verifier, which takes the tokens of one API key. The arguments and errors are those of tat_signer_new.
tat_status tat_verifier_new(const char *account_sid,
                            size_t account_sid_len,
                            const char *api_key_sid,
                            size_t api_key_sid_len,
                            const char *api_key_secret,
                            size_t api_key_secret_len,
                            struct tat_verifier **out,
                            struct tat_text *error);

// Takes the tokens of another API key as well: the new one's, while tokens of the old one live. No other thread may use the
// verifier meanwhile. The arguments and errors are those of tat_signer_new.
tat_status tat_verifier_add_key(struct tat_verifier *verifier,
                                const char *account_sid,
                                size_t account_sid_len,
                                const char *api_key_sid,
                                size_t api_key_sid_len,
                                const char *api_key_secret,
                                size_t api_key_secret_len,
                                struct tat_text *error);

// Takes clocks to differ by so many seconds; at first by none. No other thread may use the verifier meanwhile.
tat_status tat_verifier_set_leeway(struct tat_verifier *verifier,
                                   uint32_t seconds);

// Verifies a token.
//
// `token`  the JWT
// `now`    the time at which it is to be valid, in seconds since 1970
// `out`    is set to the claims, a JSON object, or to the reason why the token is not taken
//
// TAT_REJECTED with `malformed`, `unsupported-header`, `algorithm-mismatch`, `signature-mismatch`, `invalid-claims`,
// `wrong-issuer`, `wrong-account`, `not-yet-valid` or `expired`.
tat_status tat_verifier_verify(const struct tat_verifier *verifier,
                               const char *token,
                               size_t token_len,
                               uint64_t now,
                               struct tat_text *out);

// Frees a verifier and wipes its keys. NULL is fine.
void tat_verifier_free(struct tat_verifier *verifier);

// Reports what Twilio would reject about a string that should be a token.
//
// `token`           any text
// `api_key_secret`  the secret of the API key, with which the signature is checked; NULL and 0 if it is not to be
// `region`          the API key's region, such as "us1", which the token's must be; NULL and 0 if that is not to be compared
// `now`             the time of which it is asked, in seconds since 1970
// `out`             is set to the report, a JSON object of `header`, `payload`, `signature` and `findings`
//
// It is TAT_OK whatever is found.
tat_status tat_inspect(const char *token,
                       size_t token_len,
                       const char *api_key_secret,
                       size_t api_key_secret_len,
                       const char *region,
                       size_t region_len,
                       uint64_t now,
                       struct tat_text *out);

// Makes a key that validates webhooks.
//
// `settings`  the request's header X-Twilio-Webhooks-Signature-Settings, which names the algorithm; NULL and 0 if there is
//             none, which means HMAC_SHA1
// `secret`    the account's auth token, or the secret of the shared key that the header names
// `out`       is set to the key, or to NULL
// `error`     is set to the reason if there is one; may be NULL
//
// TAT_REJECTED with `unsupported-signature-algorithm` or `empty-secret`.
tat_status tat_webhook_key_new(const char *settings,
                               size_t settings_len,
                               const char *secret,
                               size_t secret_len,
                               struct tat_webhook_key **out,
                               struct tat_text *error);

// Signs a request as Twilio would, for tests of what receives webhooks.
//
// `url`     the whole URL
// `fields`  the form's fields, a JSON array of [name, value]; "[]" if there are none
// `out`     is set to the signature, what the header X-Twilio-Signature would be
tat_status tat_webhook_key_sign(const struct tat_webhook_key *key,
                                const char *url,
                                size_t url_len,
                                const char *fields,
                                size_t fields_len,
                                struct tat_text *out);

// Whether Twilio sent a form, or a request without a body: TAT_OK if so.
//
// `signature`  the header X-Twilio-Signature; NULL and 0 if the request has none
// `url`        the whole URL that Twilio requested, as it is configured at Twilio
// `fields`     the form's fields, a JSON array of [name, value]; "[]" if there are none
// `error`      is set to the reason if there is one; may be NULL
//
// TAT_REJECTED with `missing-signature`, `malformed-signature` or `signature-mismatch`.
tat_status tat_webhook_key_validate_form(const struct tat_webhook_key *key,
                                         const char *signature,
                                         size_t signature_len,
                                         const char *url,
                                         size_t url_len,
                                         const char *fields,
                                         size_t fields_len,
                                         struct tat_text *error);

// Whether Twilio sent a body that is no form, such as JSON: TAT_OK if so.
//
// `signature`  the header X-Twilio-Signature; NULL and 0 if the request has none
// `url`        the whole URL that Twilio requested, with the body's hash in its query
// `body`       the bytes as they arrived
// `error`      is set to the reason if there is one; may be NULL
//
// TAT_REJECTED with the codes of tat_webhook_key_validate_form, `missing-body-hash` or `body-mismatch`.
tat_status tat_webhook_key_validate_body(const struct tat_webhook_key *key,
                                         const char *signature,
                                         size_t signature_len,
                                         const char *url,
                                         size_t url_len,
                                         const void *body,
                                         size_t body_len,
                                         struct tat_text *error);

// Frees a webhook key and wipes it. NULL is fine.
void tat_webhook_key_free(struct tat_webhook_key *key);

// Wipes a text and frees it. One whose `data` is NULL is fine.
void tat_text_free(struct tat_text text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TWILIO_ACCESS_TOKEN_H */
