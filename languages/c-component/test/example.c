#include <stdio.h>
#include <stdlib.h>

#include "twilio_access_token_component.h"

static int refused(tac_error *error) {
    fprintf(stderr, "error[%s]: %s\n", error->code, error->message);
    tac_error_delete(error);
    return EXIT_FAILURE;
}

int main(int argc, char **argv) {
    if (argc != 2) return EXIT_FAILURE;
    tac_component *component = NULL;
    tac_instance *instance = NULL;
    tac_signing_key *key = NULL;
    char *jwt = NULL;

    tac_error *error = tac_component_new(argv[1], &component);
    if (error == NULL) error = tac_instance_new(component, &instance);
    if (error == NULL) {
        error = tac_signing_key_new(instance, "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                                    "the-32-character-API-key-secret.", &key);
    }
    if (error == NULL) {
        error = tac_signing_key_sign(key, "{\"identity\":\"alice\",\"grants\":{\"video\":{\"room\":\"daily\"}}}", NULL, &jwt);
    }
    if (error == NULL) puts(jwt);
    free(jwt);
    tac_signing_key_delete(key);
    tac_instance_delete(instance);
    tac_component_delete(component);
    return error == NULL ? EXIT_SUCCESS : refused(error);
}
