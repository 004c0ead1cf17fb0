/* Makes the calls that it is asked for, through the C interface. */
#include <string.h>

#include <twilio_access_token.h>

#include "arguments.h"

#define TEXT(argument) argument.data, argument.len

typedef struct key {
    argument account_sid, api_key_sid, api_key_secret;
} key;

static key next_key(void)
{
    key key;
    key.account_sid = next_argument();
    key.api_key_sid = next_argument();
    key.api_key_secret = next_argument();
    return key;
}

static void free_key(key key)
{
    free(key.account_sid.data);
    free(key.api_key_sid.data);
    free(key.api_key_secret.data);
}

static tat_status sign(int many, tat_text *text)
{
    key key = next_key();
    argument token = next_argument();
    uint64_t now = next_number();
    tat_signer *signer;
    tat_status status = tat_signer_new(TEXT(key.account_sid), TEXT(key.api_key_sid), TEXT(key.api_key_secret), &signer, text);
    free_key(key);
    if (status == TAT_OK && many)
        status = tat_signer_sign_lines(signer, TEXT(token), now, text);
    else if (status == TAT_OK)
        status = tat_signer_sign(signer, TEXT(token), now, text);
    tat_signer_free(signer);
    free(token.data);
    return status;
}

static tat_status verify(tat_text *text)
{
    key key = next_key();
    uint32_t leeway = (uint32_t)next_number();
    argument token = next_argument();
    uint64_t now = next_number();
    tat_verifier *verifier;
    tat_status status =
        tat_verifier_new(TEXT(key.account_sid), TEXT(key.api_key_sid), TEXT(key.api_key_secret), &verifier, text);
    free_key(key);
    if (status == TAT_OK)
        status = tat_verifier_set_leeway(verifier, leeway);
    if (status == TAT_OK)
        status = tat_verifier_verify(verifier, TEXT(token), now, text);
    tat_verifier_free(verifier);
    free(token.data);
    return status;
}

static tat_status inspect(tat_text *text)
{
    argument token = next_argument();
    argument secret = next_argument();
    argument region = next_argument();
    uint64_t now = next_number();
    tat_status status = tat_inspect(TEXT(token), TEXT(secret), TEXT(region), now, text);
    free(token.data);
    free(secret.data);
    free(region.data);
    return status;
}

static tat_status webhook(tat_text *text)
{
    argument secret = next_argument();
    argument settings = next_argument();
    argument signature = next_argument();
    argument url = next_argument();
    argument fields = next_argument();
    argument body = next_argument();
    tat_webhook_key *key;
    tat_status status = tat_webhook_key_new(TEXT(settings), TEXT(secret), &key, text);
    if (status == TAT_OK && fields.data != NULL)
        status = tat_webhook_key_validate_form(key, TEXT(signature), TEXT(url), TEXT(fields), text);
    else if (status == TAT_OK)
        status = tat_webhook_key_validate_body(key, TEXT(signature), TEXT(url), TEXT(body), text);
    tat_webhook_key_free(key);
    free(secret.data);
    free(settings.data);
    free(signature.data);
    free(url.data);
    free(fields.data);
    free(body.data);
    return status;
}

int main(void)
{
    char call[16];
    while (next_call(call)) {
        tat_text text;
        tat_status status = TAT_PANIC;
        if (strcmp(call, "sign") == 0)
            status = sign(0, &text);
        else if (strcmp(call, "lines") == 0)
            status = sign(1, &text);
        else if (strcmp(call, "verify") == 0)
            status = verify(&text);
        else if (strcmp(call, "inspect") == 0)
            status = inspect(&text);
        else if (strcmp(call, "webhook") == 0)
            status = webhook(&text);
        else
            return 2;
        printf("%d %zu\n", (int)status, text.len);
        if (text.len > 0)
            fwrite(text.data, 1, text.len, stdout);
        tat_text_free(text);
    }
    return 0;
}
