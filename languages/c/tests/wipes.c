/* Looks into every block of memory that the library frees: the key's secret is in none, nor the text that is freed as such. It is
 * linked with the static library and --wrap, which leads the library's calls of free and realloc here. */
#undef NDEBUG
#include <assert.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <twilio_access_token.h>

#define ACCOUNT "AC0123456789abcdef0123456789abcdef"
#define API_KEY "SKfedcba9876543210fedcba9876543210"
#define TEXT(text) text, strlen(text)

void __real_free(void *block);

static const char secret[] = "NotARealSecret0NotARealSecret012";
/* What must not be in a block that is freed, either. */
static const char *hidden = secret;
static size_t freed;

static void look(const void *block)
{
    if (block == NULL)
        return;
    freed++;
    size_t size = malloc_usable_size((void *)block);
    assert(memmem(block, size, secret, strlen(secret)) == NULL);
    assert(memmem(block, size, hidden, strlen(hidden)) == NULL);
}

void __wrap_free(void *block)
{
    look(block);
    __real_free(block);
}

/* As one that always moves. */
void *__wrap_realloc(void *block, size_t size)
{
    void *moved = malloc(size);
    assert(moved != NULL);
    if (block != NULL) {
        size_t old = malloc_usable_size(block);
        memcpy(moved, block, old < size ? old : size);
        __wrap_free(block);
    }
    return moved;
}

int main(void)
{
    tat_signer *signer;
    tat_verifier *verifier;
    tat_webhook_key *key;
    tat_text jwt, text;
    assert(tat_signer_new(TEXT(ACCOUNT), TEXT(API_KEY), TEXT(secret), &signer, &text) == TAT_OK);
    assert(tat_signer_sign(signer, TEXT("{\"identity\":\"alice\"}"), 1700000000, &jwt) == TAT_OK);
    assert(tat_verifier_new(TEXT(ACCOUNT), TEXT(API_KEY), TEXT(secret), &verifier, &text) == TAT_OK);
    assert(tat_verifier_verify(verifier, jwt.data, jwt.len, 1700000000, &text) == TAT_OK);
    tat_text_free(text);
    assert(tat_inspect(jwt.data, jwt.len, TEXT(secret), NULL, 0, 1700000000, &text) == TAT_OK);
    tat_text_free(text);
    assert(tat_webhook_key_new(NULL, 0, TEXT(secret), &key, &text) == TAT_OK);
    assert(tat_webhook_key_sign(key, TEXT("https://example.com/"), TEXT("[]"), &text) == TAT_OK);
    tat_text_free(text);

    char *copy = strdup(jwt.data);
    assert(copy != NULL);
    size_t before = freed;
    hidden = copy;
    tat_text_free(jwt);
    assert(freed == before + 1);
    hidden = secret;
    __real_free(copy);

    tat_signer_free(signer);
    tat_verifier_free(verifier);
    tat_webhook_key_free(key);
    assert(freed > 10);
    return 0;
}
