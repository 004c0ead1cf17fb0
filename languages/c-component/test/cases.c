/*
 * Runs cases by the C functions: reads them from standard input and prints a line for each, its result or its error's code. In the
 * input every text ends with a NUL: the call, how many arguments it has, and those, each after a '+', or a '-' alone for NULL.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "twilio_access_token_component.h"

#define MOST_FIELDS 64

static char *read_all(FILE *file, size_t *size) {
    size_t room = 1 << 16;
    char *bytes = malloc(room);
    *size = 0;
    while (bytes != NULL) {
        *size += fread(bytes + *size, 1, room - *size, file);
        if (*size < room) return bytes;
        bytes = realloc(bytes, room *= 2);
    }
    abort();
}

/* Takes the next text of the input. */
static const char *next(const char **at) {
    const char *text = *at;
    *at += strlen(text) + 1;
    return text;
}

static uint64_t number(const char *text) { return strtoull(text, NULL, 10); }

static tac_error *sign(tac_instance *instance, const char **given) {
    uint64_t now = number(given[4]);
    tac_signing_key *key;
    char *jwt;
    tac_error *error = tac_signing_key_new(instance, given[0], given[1], given[2], &key);
    if (error != NULL) return error;
    error = tac_signing_key_sign(key, given[3], &now, &jwt);
    tac_signing_key_delete(key);
    if (error != NULL) return error;
    puts(jwt);
    free(jwt);
    return NULL;
}

static tac_error *verify(tac_instance *instance, const char **given) {
    uint64_t now = number(given[5]);
    tac_token_verifier *verifier;
    char *claims;
    tac_error *error = tac_token_verifier_new(instance, given[0], given[1], given[2], &verifier);
    if (error != NULL) return error;
    error = tac_token_verifier_set_leeway(verifier, (uint32_t)number(given[3]));
    if (error == NULL) error = tac_token_verifier_verify(verifier, given[4], &now, &claims);
    tac_token_verifier_delete(verifier);
    if (error != NULL) return error;
    puts(claims);
    free(claims);
    return NULL;
}

static tac_error *inspect(tac_instance *instance, const char **given) {
    uint64_t now = number(given[3]);
    tac_report *report;
    tac_error *error = tac_inspect(instance, given[0], given[1], given[2], &now, &report);
    if (error != NULL) return error;
    printf("%s", report->signature);
    for (size_t i = 0; i < report->findings_count; i++) {
        const tac_finding *finding = &report->findings[i];
        printf(" %s,%lu,%s", finding->code, (unsigned long)finding->twilio_code, finding->severity);
    }
    putchar('\n');
    tac_report_delete(report);
    return NULL;
}

static tac_error *webhook(tac_instance *instance, const char **given, size_t count) {
    tac_webhook_key *key;
    tac_error *error = tac_webhook_key_new(instance, given[0], given[1], &key);
    if (error != NULL) return error;
    if (given[4] != NULL) {
        error = tac_webhook_key_validate_body(key, given[2], given[3], given[4], strlen(given[4]));
    } else {
        tac_form_field fields[MOST_FIELDS];
        size_t fields_count = (count - 5) / 2;
        for (size_t i = 0; i < fields_count; i++) fields[i] = (tac_form_field){given[5 + 2 * i], given[6 + 2 * i]};
        error = tac_webhook_key_validate_form(key, given[2], given[3], fields, fields_count);
    }
    tac_webhook_key_delete(key);
    if (error == NULL) puts("valid");
    return error;
}

static tac_error *run(tac_instance *instance, const char *call, const char **given, size_t count) {
    if (strcmp(call, "sign") == 0) return sign(instance, given);
    if (strcmp(call, "verify") == 0) return verify(instance, given);
    if (strcmp(call, "inspect") == 0) return inspect(instance, given);
    if (strcmp(call, "webhook") == 0) return webhook(instance, given, count);
    abort();
}

int main(int argc, char **argv) {
    if (argc != 2) return EXIT_FAILURE;
    tac_component *component = NULL;
    tac_instance *instance = NULL;
    tac_error *error = tac_component_new(argv[1], &component);
    if (error == NULL) error = tac_instance_new(component, &instance);
    if (error != NULL) {
        fprintf(stderr, "error[%s]: %s\n", error->code, error->message);
        tac_error_delete(error);
        tac_component_delete(component);
        return EXIT_FAILURE;
    }
    size_t size;
    char *input = read_all(stdin, &size);
    for (const char *at = input; at < input + size;) {
        const char *given[5 + 2 * MOST_FIELDS];
        const char *call = next(&at);
        size_t count = number(next(&at));
        if (count > sizeof given / sizeof *given) abort();
        for (size_t i = 0; i < count; i++) {
            const char *argument = next(&at);
            given[i] = *argument == '+' ? argument + 1 : NULL;
        }
        error = run(instance, call, given, count);
        if (error != NULL) printf("error %s: %s\n", error->code, error->message);
        tac_error_delete(error);
    }
    free(input);
    tac_instance_delete(instance);
    tac_component_delete(component);
    return EXIT_SUCCESS;
}
