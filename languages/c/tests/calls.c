/* What the shared cases do not reach: misuse, what may be NULL, keys that are added, signatures of webhooks, and versions. */
#undef NDEBUG
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <twilio_access_token.h>

#define ACCOUNT "AC0123456789abcdef0123456789abcdef"
#define API_KEY "SKfedcba9876543210fedcba9876543210"
#define NEW_API_KEY "SKfedcba9876543210fedcba9876543211"
#define SECRET "NotARealSecret0NotARealSecret012"
#define NEW_SECRET "NotARealSecret0NotARealSecret013"
#define TOKEN "{\"identity\":\"alice\"}"
#define URL "https://mycompany.com/myapp.php?foo=1&bar=2"
#define FIELDS                                                                                                  \
    "[[\"CallSid\",\"CA1234567890ABCDE\"],[\"Caller\",\"+14158675309\"],[\"Digits\",\"1234\"],"               \
    "[\"From\",\"+14158675309\"],[\"To\",\"+18005551212\"]]"
#define SIGNATURE "RSOYDt4T1cUTdK1PDd93/VVr8B8="
#define NOW 1700000000

/* A string as a pointer and a length. */
#define TEXT(text) text, strlen(text)
#define ABSENT NULL, 0

/* What a call must leave where it leaves its text. */
static void expect(tat_status status, tat_status expected, tat_text text, const char *start)
{
    if (status != expected || text.data == NULL || strncmp(text.data, start, strlen(start)) != 0) {
        fprintf(stderr, "%d instead of %d: %s instead of %s\n", (int)status, (int)expected, text.data, start);
        assert(0);
    }
    assert(strlen(text.data) == text.len);
    tat_text_free(text);
}

static void expect_nothing(tat_status status, tat_text text)
{
    assert(status == TAT_OK);
    assert(text.data == NULL && text.len == 0);
    tat_text_free(text);
}

#define INVALID_ARGUMENT "{\"code\":\"invalid-argument\",\"message\":\"the argument "

static tat_signer *new_signer(void)
{
    tat_signer *signer;
    tat_text error;
    expect_nothing(tat_signer_new(TEXT(ACCOUNT), TEXT(API_KEY), TEXT(SECRET), &signer, &error), error);
    assert(signer != NULL);
    return signer;
}

static void signers(void)
{
    tat_text text;
    tat_signer *signer = new_signer();
    expect(tat_signer_sign(signer, TEXT(TOKEN), NOW, &text), TAT_OK, text, "eyJ");
    expect(tat_signer_sign(signer, TEXT(TOKEN), UINT64_MAX, &text), TAT_REJECTED, text, "{\"code\":\"time-out-of-range\"");
    expect(tat_signer_sign(signer, TEXT(""), NOW, &text), TAT_REJECTED, text, "{\"code\":\"invalid-json\"");
    expect(tat_signer_sign_lines(signer, TEXT(""), NOW, &text), TAT_OK, text, "");

    expect(tat_signer_sign(signer, NULL, 0, NOW, &text), TAT_MISUSE, text, INVALID_ARGUMENT "token is NULL\"");
    expect(tat_signer_sign(signer, NULL, 5, NOW, &text), TAT_MISUSE, text, INVALID_ARGUMENT "token is NULL\"");
    expect(tat_signer_sign(signer, TOKEN, SIZE_MAX, NOW, &text), TAT_MISUSE, text, INVALID_ARGUMENT "token is longer");
    expect(tat_signer_sign(NULL, TEXT(TOKEN), NOW, &text), TAT_MISUSE, text, INVALID_ARGUMENT "signer is NULL\"");
    expect(tat_signer_sign(signer, TEXT("\xff"), NOW, &text), TAT_MISUSE, text, "{\"code\":\"invalid-utf8\"");
    expect(tat_signer_sign_lines(NULL, TEXT(TOKEN), NOW, &text), TAT_MISUSE, text, INVALID_ARGUMENT "signer is NULL\"");
    assert(tat_signer_sign(signer, TEXT(TOKEN), NOW, NULL) == TAT_MISUSE);

    tat_signer *none = signer;
    tat_text error;
    expect(tat_signer_new(TEXT(API_KEY), TEXT(ACCOUNT), TEXT(SECRET), &none, &error), TAT_REJECTED, error,
           "{\"code\":\"sids-swapped\"");
    assert(none == NULL);
    assert(tat_signer_new(TEXT(ACCOUNT), TEXT(API_KEY), TEXT(""), &none, NULL) == TAT_REJECTED && none == NULL);
    expect(tat_signer_new(TEXT(ACCOUNT), TEXT(API_KEY), TEXT(SECRET), NULL, &error), TAT_MISUSE, error,
           INVALID_ARGUMENT "out is NULL\"");
    expect(tat_signer_new(TEXT(ACCOUNT), TEXT(API_KEY), ABSENT, &none, &error), TAT_MISUSE, error,
           INVALID_ARGUMENT "api_key_secret is NULL\"");
    tat_signer_free(signer);
}

static void verifiers(void)
{
    tat_signer *signer = new_signer();
    tat_text jwt, text;
    assert(tat_signer_sign(signer, TEXT(TOKEN), NOW, &jwt) == TAT_OK);
    tat_signer_free(signer);

    tat_verifier *verifier;
    expect_nothing(tat_verifier_new(TEXT(ACCOUNT), TEXT(NEW_API_KEY), TEXT(NEW_SECRET), &verifier, &text), text);
    expect(tat_verifier_verify(verifier, jwt.data, jwt.len, NOW, &text), TAT_REJECTED, text, "{\"code\":\"signature-mismatch\"");
    expect(tat_verifier_add_key(verifier, TEXT(ACCOUNT), TEXT("SK"), TEXT(SECRET), &text), TAT_REJECTED, text,
           "{\"code\":\"invalid-api-key-sid\"");
    expect_nothing(tat_verifier_add_key(verifier, TEXT(ACCOUNT), TEXT(API_KEY), TEXT(SECRET), &text), text);
    expect(tat_verifier_verify(verifier, jwt.data, jwt.len, NOW, &text), TAT_OK, text, "{\"jti\":\"" API_KEY "-1700000000\"");
    expect(tat_verifier_verify(verifier, jwt.data, jwt.len, NOW + 3600, &text), TAT_REJECTED, text, "{\"code\":\"expired\"");
    assert(tat_verifier_set_leeway(verifier, 1) == TAT_OK);
    expect(tat_verifier_verify(verifier, jwt.data, jwt.len, NOW + 3600, &text), TAT_OK, text, "{");

    assert(tat_verifier_set_leeway(NULL, 1) == TAT_MISUSE);
    expect(tat_verifier_verify(NULL, jwt.data, jwt.len, NOW, &text), TAT_MISUSE, text, INVALID_ARGUMENT "verifier is NULL\"");
    expect(tat_verifier_add_key(NULL, TEXT(ACCOUNT), TEXT(API_KEY), TEXT(SECRET), &text), TAT_MISUSE, text,
           INVALID_ARGUMENT "verifier is NULL\"");
    tat_verifier_free(verifier);
    tat_text_free(jwt);
}

static void webhooks(void)
{
    tat_webhook_key *key;
    tat_text text;
    expect_nothing(tat_webhook_key_new(ABSENT, TEXT("12345"), &key, &text), text);
    expect(tat_webhook_key_sign(key, TEXT(URL), TEXT(FIELDS), &text), TAT_OK, text, SIGNATURE);
    expect_nothing(tat_webhook_key_validate_form(key, TEXT(SIGNATURE), TEXT(URL), TEXT(FIELDS), &text), text);
    assert(tat_webhook_key_validate_form(key, TEXT(SIGNATURE), TEXT(URL), TEXT("[]"), NULL) == TAT_REJECTED);
    const char *wrong[] = {"", "{}", "[[\"a\"]]", "[[\"a\",\"b\",\"c\"]]", "[[\"a\",1]]", "[[\"a\",\"b\"]"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        expect(tat_webhook_key_sign(key, TEXT(URL), TEXT(wrong[i]), &text), TAT_MISUSE, text, INVALID_ARGUMENT "fields is not");
    }
    expect(tat_webhook_key_validate_form(key, TEXT(SIGNATURE), TEXT(URL), ABSENT, &text), TAT_MISUSE, text,
           INVALID_ARGUMENT "fields is NULL\"");
    expect(tat_webhook_key_validate_form(key, ABSENT, TEXT(URL), TEXT(FIELDS), &text), TAT_REJECTED, text,
           "{\"code\":\"missing-signature\"");
    expect(tat_webhook_key_validate_form(key, NULL, 1, TEXT(URL), TEXT(FIELDS), &text), TAT_MISUSE, text,
           INVALID_ARGUMENT "signature is NULL\"");
    expect(tat_webhook_key_validate_body(key, TEXT(SIGNATURE), TEXT(URL), "\xff\0", 2, &text), TAT_REJECTED, text,
           "{\"code\":\"missing-body-hash\"");
    expect(tat_webhook_key_validate_body(NULL, TEXT(SIGNATURE), TEXT(URL), TEXT(""), &text), TAT_MISUSE, text,
           INVALID_ARGUMENT "key is NULL\"");
    tat_webhook_key_free(key);

    expect_nothing(tat_webhook_key_new(TEXT("key=k,algorithm=HMAC_SHA256"), TEXT("12345"), &key, &text), text);
    assert(tat_webhook_key_sign(key, TEXT(URL), TEXT("[]"), &text) == TAT_OK && text.len == 44);
    tat_text_free(text);
    tat_webhook_key_free(key);
    expect(tat_webhook_key_new(TEXT("algorithm=none"), TEXT("12345"), &key, &text), TAT_REJECTED, text,
           "{\"code\":\"unsupported-signature-algorithm\"");
    assert(key == NULL);
}

static void inspections(void)
{
    tat_text text;
    expect(tat_inspect(TEXT("no token"), ABSENT, ABSENT, NOW, &text), TAT_OK, text, "{\"header\":null,\"payload\":null");
    expect(tat_inspect(TEXT("no token"), TEXT(""), TEXT("ie1"), NOW, &text), TAT_OK, text, "{\"header\":null");
    expect(tat_inspect(ABSENT, ABSENT, ABSENT, NOW, &text), TAT_MISUSE, text, INVALID_ARGUMENT "token is NULL\"");
    expect(tat_inspect(TEXT("no token"), NULL, 1, ABSENT, NOW, &text), TAT_MISUSE, text,
           INVALID_ARGUMENT "api_key_secret is NULL\"");
}

int main(void)
{
    assert(tat_abi_version() == 1);
    assert(strchr(tat_version(), '.') != NULL);
    signers();
    verifiers();
    webhooks();
    inspections();
    tat_signer_free(NULL);
    tat_verifier_free(NULL);
    tat_webhook_key_free(NULL);
    tat_text_free((tat_text){NULL, 0});
    return 0;
}
