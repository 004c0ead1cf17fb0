/* Prints a token with which an identity joins a video room: mint IDENTITY. The key is in the environment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <twilio_access_token.h>

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value == NULL ? "" : value;
}

int main(int argc, char **argv)
{
    if (argc != 2 || strpbrk(argv[1], "\"\\") != NULL) {
        fprintf(stderr, "usage: mint IDENTITY\n");
        return 2;
    }
    const char *account_sid = variable("ACCOUNT_SID");
    const char *api_key_sid = variable("API_KEY");
    const char *api_key_secret = variable("API_SECRET");
    tat_signer *signer;
    tat_text text;
    tat_status status = tat_signer_new(account_sid, strlen(account_sid), api_key_sid, strlen(api_key_sid), api_key_secret,
                                       strlen(api_key_secret), &signer, &text);
    if (status == TAT_OK) {
        char token[1024];
        int len = snprintf(token, sizeof token, "{\"identity\":\"%s\",\"grants\":{\"video\":{\"room\":\"daily\"}}}", argv[1]);
        if (len >= (int)sizeof token)
            len = 0;
        status = tat_signer_sign(signer, token, (size_t)len, (uint64_t)time(NULL), &text);
    }
    fprintf(status == TAT_OK ? stdout : stderr, "%s\n", text.data);
    tat_text_free(text);
    tat_signer_free(signer);
    return status == TAT_OK ? 0 : 1;
}
