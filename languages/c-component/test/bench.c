/* Prints how many nanoseconds it takes until there is a token; then, for each line that is read, how many each of so many takes. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "twilio_access_token_component.h"

#define TOKENS 100

static void check(tac_error *error) {
    if (error == NULL) return;
    fprintf(stderr, "error[%s]: %s\n", error->code, error->message);
    exit(EXIT_FAILURE);
}

static double nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void sign(const tac_signing_key *key) {
    static const uint64_t NOW = 1700000000;
    char *jwt;
    check(tac_signing_key_sign(key, "{\"identity\":\"alice\",\"grants\":{\"video\":{\"room\":\"daily\"}}}", &NOW, &jwt));
    free(jwt);
}

int main(int argc, char **argv) {
    if (argc != 2) return EXIT_FAILURE;
    tac_component *component;
    tac_instance *instance;
    tac_signing_key *key;
    double start = nanoseconds();
    check(tac_component_new(argv[1], &component));
    check(tac_instance_new(component, &instance));
    check(tac_signing_key_new(instance, "AC0123456789abcdef0123456789abcdef", "SKfedcba9876543210fedcba9876543210",
                              "NotARealSecret0NotARealSecret012", &key));
    sign(key);
    printf("%.0f\n", nanoseconds() - start);
    fflush(stdout);
    while (getchar() != EOF) {
        start = nanoseconds();
        for (int i = 0; i < TOKENS; i++) sign(key);
        printf("%.0f\n", (nanoseconds() - start) / TOKENS);
        fflush(stdout);
    }
    tac_signing_key_delete(key);
    tac_instance_delete(instance);
    tac_component_delete(component);
    return EXIT_SUCCESS;
}
