#include "twilio_access_token_component.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wasi.h>
#include <wasmtime.h>
#include <wasmtime/component.h>

typedef wasmtime_component_val_t value;

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The functions of the component that are called here. */
enum function {
    SIGNING_KEY_CREATE,
    SIGN_JSON,
    TOKEN_VERIFIER_CREATE,
    TOKEN_VERIFIER_ADD_KEY,
    TOKEN_VERIFIER_SET_LEEWAY,
    TOKEN_VERIFIER_VERIFY,
    INSPECT,
    PARSE_SIGNATURE_SETTINGS,
    WEBHOOK_KEY_CREATE,
    VALIDATE_FORM,
    VALIDATE_BODY,
    FUNCTION_COUNT,
};

static const struct {
    const char *interface;
    const char *name;
} NAMES[FUNCTION_COUNT] = {
    [SIGNING_KEY_CREATE] = {"twilio-access-token:tokens/signer@0.1.0", "[static]signing-key.create"},
    [SIGN_JSON] = {"twilio-access-token:tokens/minter@0.1.0", "sign-json"},
    [TOKEN_VERIFIER_CREATE] = {"twilio-access-token:tokens/verifier@0.1.0", "[static]token-verifier.create"},
    [TOKEN_VERIFIER_ADD_KEY] = {"twilio-access-token:tokens/verifier@0.1.0", "[method]token-verifier.add-key"},
    [TOKEN_VERIFIER_SET_LEEWAY] = {"twilio-access-token:tokens/verifier@0.1.0", "[method]token-verifier.set-leeway"},
    [TOKEN_VERIFIER_VERIFY] = {"twilio-access-token:tokens/verifier@0.1.0", "[method]token-verifier.verify"},
    [INSPECT] = {"twilio-access-token:tokens/inspector@0.1.0", "inspect"},
    [PARSE_SIGNATURE_SETTINGS] = {"twilio-access-token:tokens/webhooks@0.1.0", "parse-signature-settings"},
    [WEBHOOK_KEY_CREATE] = {"twilio-access-token:tokens/webhooks@0.1.0", "[static]webhook-key.create"},
    [VALIDATE_FORM] = {"twilio-access-token:tokens/webhooks@0.1.0", "[method]webhook-key.validate-form"},
    [VALIDATE_BODY] = {"twilio-access-token:tokens/webhooks@0.1.0", "[method]webhook-key.validate-body"},
};

struct tac_component {
    wasm_engine_t *engine;
    wasmtime_component_t *component;
};

struct tac_instance {
    wasmtime_store_t *store;
    wasmtime_component_func_t functions[FUNCTION_COUNT];
};

/* What the component made and the host holds. */
struct resource {
    tac_instance *instance;
    wasmtime_component_resource_any_t *handle;
};

struct tac_signing_key {
    struct resource resource;
};

struct tac_token_verifier {
    struct resource resource;
};

struct tac_webhook_key {
    struct resource resource;
};

/* A program that has no room for a few hundred bytes ends. */
static void *allocate(size_t size) {
    void *memory = calloc(1, size > 0 ? size : 1);
    if (memory == NULL) abort();
    return memory;
}

static char *copy(const char *data, size_t size) {
    char *text = allocate(size + 1);
    memcpy(text, data, size);
    return text;
}

static char *copy_name(const wasm_name_t *name) { return copy(name->data, name->size); }

/* ------------------------------------------------------------------------------------------------------------- errors */

static tac_error *error_new(char *code, char *message, char *hint) {
    tac_error *error = allocate(sizeof *error);
    *error = (tac_error){code, message, hint};
    return error;
}

void tac_error_delete(tac_error *error) {
    if (error == NULL) return;
    free(error->code);
    free(error->message);
    free(error->hint);
    free(error);
}

static tac_error *host_error(const char *message) {
    return error_new(copy("host", 4), copy(message, strlen(message)), copy("", 0));
}

static tac_error *from_wasmtime(wasmtime_error_t *cause) {
    wasm_name_t message;
    wasmtime_error_message(cause, &message);
    tac_error *error = error_new(copy("host", 4), copy_name(&message), copy("", 0));
    wasm_name_delete(&message);
    wasmtime_error_delete(cause);
    return error;
}

/* -------------------------------------------------------------------------------------------------------------- values */

/* Values that are given point to what they are of: wasmtime makes copies. */

static value string(const char *text) {
    return (value){.kind = WASMTIME_COMPONENT_STRING, .of.string = {strlen(text), (char *)text}};
}

static value option(value *held) { return (value){.kind = WASMTIME_COMPONENT_OPTION, .of.option = held}; }

/* Texts and times that may be left out, with room for what they are if they are not. */
static value optional_string(const char *text, value *room) {
    if (text == NULL) return option(NULL);
    *room = string(text);
    return option(room);
}

static value optional_time(const uint64_t *seconds, value *room) {
    if (seconds == NULL) return option(NULL);
    *room = (value){.kind = WASMTIME_COMPONENT_U64, .of.u64 = *seconds};
    return option(room);
}

static value borrow(const struct resource *resource) {
    return (value){.kind = WASMTIME_COMPONENT_RESOURCE, .of.resource = resource->handle};
}

static const value *field(const value *record, const char *name) {
    for (size_t i = 0; i < record->of.record.size; i++) {
        const wasmtime_component_valrecord_entry_t *entry = &record->of.record.data[i];
        if (entry->name.size == strlen(name) && memcmp(entry->name.data, name, entry->name.size) == 0) return &entry->val;
    }
    abort(); /* The WIT has it. */
}

static char *field_string(const value *record, const char *name) { return copy_name(&field(record, name)->of.string); }

static char *field_enum(const value *record, const char *name) { return copy_name(&field(record, name)->of.enumeration); }

/* Whether a text is UTF-8, by table 3-7 of the Unicode Standard. */
static bool is_utf8(const wasm_name_t *text) {
    const unsigned char *at = (const unsigned char *)text->data, *end = at + text->size;
    while (at < end) {
        unsigned char first = *at++;
        if (first < 0x80) continue;
        int more = first >= 0xC2 && first <= 0xDF ? 1 : (first & 0xF0) == 0xE0 ? 2 : first >= 0xF0 && first <= 0xF4 ? 3 : 0;
        if (more == 0 || end - at < more) return false;
        unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        for (; more > 0; more--, low = 0x80, high = 0xBF) {
            if (*at < low || *at > high) return false;
            at++;
        }
    }
    return true;
}

/* Whether the texts in these values are UTF-8. wasmtime ends the process over one that is not. */
static bool are_utf8(const value *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const value *held = &values[i];
        bool good = held->kind == WASMTIME_COMPONENT_STRING   ? is_utf8(&held->of.string)
                    : held->kind == WASMTIME_COMPONENT_OPTION ? are_utf8(held->of.option, held->of.option != NULL)
                    : held->kind == WASMTIME_COMPONENT_LIST   ? are_utf8(held->of.list.data, held->of.list.size)
                    : held->kind == WASMTIME_COMPONENT_TUPLE  ? are_utf8(held->of.tuple.data, held->of.tuple.size)
                                                              : true;
        if (!good) return false;
    }
    return true;
}

/* -------------------------------------------------------------------------------------------------------------- calls */

/*
 * Calls a function of the component. The result, unless none is expected, is to be deleted after a call that was no error. Of a
 * WIT result that is an error, it becomes ours.
 */
static tac_error *call(const tac_instance *instance, enum function function, const value *arguments, size_t count,
                       value *result) {
    if (!are_utf8(arguments, count)) {
        return error_new(copy("invalid-utf8", 12), copy("a text is not UTF-8", 19), copy("Encode it as UTF-8.", 19));
    }
    /* wasmtime drops what is in the place of the result before it writes there. */
    if (result != NULL) *result = (value){0};
    wasmtime_error_t *cause =
        wasmtime_component_func_call(&instance->functions[function], wasmtime_store_context(instance->store), arguments,
                                     count, result, result != NULL);
    if (cause != NULL) return from_wasmtime(cause);
    if (result == NULL || result->kind != WASMTIME_COMPONENT_RESULT || result->of.result.is_ok) return NULL;
    const value *refusal = result->of.result.val;
    tac_error *error = error_new(field_enum(refusal, "code"), field_string(refusal, "message"), field_string(refusal, "hint"));
    wasmtime_component_val_delete(result);
    return error;
}

/* Calls a function whose result is a text. */
static tac_error *call_for_text(const tac_instance *instance, enum function function, const value *arguments, size_t count,
                                char **text) {
    value result;
    tac_error *error = call(instance, function, arguments, count, &result);
    if (error != NULL) return error;
    *text = copy_name(&result.of.result.val->of.string);
    wasmtime_component_val_delete(&result);
    return NULL;
}

/* Calls a function whose result is nothing, or an error. */
static tac_error *call_for_nothing(const tac_instance *instance, enum function function, const value *arguments,
                                   size_t count) {
    value result;
    tac_error *error = call(instance, function, arguments, count, &result);
    if (error == NULL) wasmtime_component_val_delete(&result);
    return error;
}

/* Calls a function whose result is a resource. */
static tac_error *call_for_resource(tac_instance *instance, enum function function, const value *arguments, size_t count,
                                    struct resource *resource) {
    value result;
    tac_error *error = call(instance, function, arguments, count, &result);
    if (error != NULL) return error;
    wasmtime_component_resource_any_t *handle = result.of.result.val->of.resource;
    *resource = (struct resource){instance, wasmtime_component_resource_any_clone(handle)};
    wasmtime_component_val_delete(&result);
    return NULL;
}

/* Lets the component wipe and free what it holds. */
static void resource_delete(struct resource *resource) {
    wasmtime_context_t *context = wasmtime_store_context(resource->instance->store);
    wasmtime_error_t *cause = wasmtime_component_resource_any_drop(context, resource->handle);
    if (cause != NULL) wasmtime_error_delete(cause);
    wasmtime_component_resource_any_delete(resource->handle);
}

/* ------------------------------------------------------------------------------------------- components and instances */

static tac_error *read_file(const char *path, uint8_t **bytes, size_t *size) {
    FILE *file = fopen(path, "rb");
    long length = -1;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (length = ftell(file)) >= 0) {
        rewind(file);
        *size = (size_t)length;
        *bytes = allocate(*size);
        if (fread(*bytes, 1, *size, file) != *size) {
            free(*bytes);
            length = -1;
        }
    }
    if (file != NULL) fclose(file);
    return length < 0 ? host_error("the component's file cannot be read") : NULL;
}

tac_error *tac_component_new(const char *path, tac_component **component) {
    uint8_t *bytes = NULL;
    size_t size = 0;
    tac_error *error = read_file(path, &bytes, &size);
    if (error != NULL) return error;
    tac_component made = {wasm_engine_new(), NULL};
    wasmtime_error_t *cause = wasmtime_component_new(made.engine, bytes, size, &made.component);
    free(bytes);
    if (cause != NULL) {
        wasm_engine_delete(made.engine);
        return from_wasmtime(cause);
    }
    *component = allocate(sizeof made);
    **component = made;
    return NULL;
}

void tac_component_delete(tac_component *component) {
    if (component == NULL) return;
    wasmtime_component_delete(component->component);
    wasm_engine_delete(component->engine);
    free(component);
}

/* Looks up a function of the component; that is done once, since it takes longer than a call. */
static bool find(const wasmtime_component_instance_t *made, wasmtime_context_t *context, enum function function,
                 wasmtime_component_func_t *found) {
    const char *interface = NAMES[function].interface, *name = NAMES[function].name;
    wasmtime_component_export_index_t *outer =
        wasmtime_component_instance_get_export_index(made, context, NULL, interface, strlen(interface));
    if (outer == NULL) return false;
    wasmtime_component_export_index_t *inner =
        wasmtime_component_instance_get_export_index(made, context, outer, name, strlen(name));
    wasmtime_component_export_index_delete(outer);
    if (inner == NULL) return false;
    bool is_function = wasmtime_component_instance_get_func(made, context, inner, found);
    wasmtime_component_export_index_delete(inner);
    return is_function;
}

static tac_error *instantiate(const tac_component *component, tac_instance *instance) {
    wasmtime_context_t *context = wasmtime_store_context(instance->store);
    wasmtime_component_linker_t *linker = wasmtime_component_linker_new(component->engine);
    wasmtime_component_instance_t made;
    /* A configuration of nothing: no environment, no files, no standard streams. */
    wasmtime_error_t *cause = wasmtime_context_set_wasi(context, wasi_config_new());
    if (cause == NULL) cause = wasmtime_component_linker_add_wasip2(linker);
    if (cause == NULL) cause = wasmtime_component_linker_instantiate(linker, context, component->component, &made);
    wasmtime_component_linker_delete(linker);
    if (cause != NULL) return from_wasmtime(cause);
    for (enum function function = 0; function < FUNCTION_COUNT; function++) {
        if (!find(&made, context, function, &instance->functions[function])) {
            return host_error("the component is not twilio-access-token-full.wasm");
        }
    }
    return NULL;
}

tac_error *tac_instance_new(const tac_component *component, tac_instance **instance) {
    tac_instance *made = allocate(sizeof *made);
    made->store = wasmtime_store_new(component->engine, NULL, NULL);
    tac_error *error = instantiate(component, made);
    if (error != NULL) {
        tac_instance_delete(made);
        return error;
    }
    *instance = made;
    return NULL;
}

void tac_instance_delete(tac_instance *instance) {
    if (instance == NULL) return;
    wasmtime_store_delete(instance->store);
    free(instance);
}

/* -------------------------------------------------------------------------------------------------------- signing keys */

tac_error *tac_signing_key_new(tac_instance *instance, const char *account_sid, const char *api_key_sid,
                               const char *api_key_secret, tac_signing_key **key) {
    const value arguments[] = {string(account_sid), string(api_key_sid), string(api_key_secret)};
    tac_signing_key made;
    tac_error *error = call_for_resource(instance, SIGNING_KEY_CREATE, arguments, COUNT(arguments), &made.resource);
    if (error != NULL) return error;
    *key = allocate(sizeof made);
    **key = made;
    return NULL;
}

tac_error *tac_signing_key_sign(const tac_signing_key *key, const char *token, const uint64_t *now, char **jwt) {
    value time;
    const value arguments[] = {borrow(&key->resource), string(token), optional_time(now, &time)};
    return call_for_text(key->resource.instance, SIGN_JSON, arguments, COUNT(arguments), jwt);
}

void tac_signing_key_delete(tac_signing_key *key) {
    if (key == NULL) return;
    resource_delete(&key->resource);
    free(key);
}

/* ----------------------------------------------------------------------------------------------------------- verifiers */

tac_error *tac_token_verifier_new(tac_instance *instance, const char *account_sid, const char *api_key_sid,
                                  const char *api_key_secret, tac_token_verifier **verifier) {
    const value arguments[] = {string(account_sid), string(api_key_sid), string(api_key_secret)};
    tac_token_verifier made;
    tac_error *error = call_for_resource(instance, TOKEN_VERIFIER_CREATE, arguments, COUNT(arguments), &made.resource);
    if (error != NULL) return error;
    *verifier = allocate(sizeof made);
    **verifier = made;
    return NULL;
}

tac_error *tac_token_verifier_add_key(tac_token_verifier *verifier, const char *account_sid, const char *api_key_sid,
                                      const char *api_key_secret) {
    const value arguments[] = {borrow(&verifier->resource), string(account_sid), string(api_key_sid),
                               string(api_key_secret)};
    return call_for_nothing(verifier->resource.instance, TOKEN_VERIFIER_ADD_KEY, arguments, COUNT(arguments));
}

tac_error *tac_token_verifier_set_leeway(tac_token_verifier *verifier, uint32_t seconds) {
    const value arguments[] = {borrow(&verifier->resource), {.kind = WASMTIME_COMPONENT_U32, .of.u32 = seconds}};
    return call(verifier->resource.instance, TOKEN_VERIFIER_SET_LEEWAY, arguments, COUNT(arguments), NULL);
}

tac_error *tac_token_verifier_verify(const tac_token_verifier *verifier, const char *token, const uint64_t *now,
                                     char **claims) {
    value time;
    const value arguments[] = {borrow(&verifier->resource), string(token), optional_time(now, &time)};
    return call_for_text(verifier->resource.instance, TOKEN_VERIFIER_VERIFY, arguments, COUNT(arguments), claims);
}

void tac_token_verifier_delete(tac_token_verifier *verifier) {
    if (verifier == NULL) return;
    resource_delete(&verifier->resource);
    free(verifier);
}

/* ------------------------------------------------------------------------------------------------------------- reports */

static tac_finding finding_of(const value *record) {
    const value *twilio_code = field(record, "twilio-code")->of.option;
    return (tac_finding){
        .code = field_string(record, "code"),
        .twilio_code = twilio_code == NULL ? 0 : twilio_code->of.u32,
        .severity = field_enum(record, "severity"),
        .message = field_string(record, "message"),
        .hint = field_string(record, "hint"),
    };
}

tac_error *tac_inspect(tac_instance *instance, const char *token, const char *api_key_secret, const char *region,
                       const uint64_t *now, tac_report **report) {
    value secret, place, time, result;
    const value arguments[] = {string(token), optional_string(api_key_secret, &secret), optional_string(region, &place),
                               optional_time(now, &time)};
    tac_error *error = call(instance, INSPECT, arguments, COUNT(arguments), &result);
    if (error != NULL) return error;
    const wasmtime_component_vallist_t *findings = &field(&result, "findings")->of.list;
    tac_report *made = allocate(sizeof *made);
    made->signature = field_enum(&result, "signature");
    made->findings_count = findings->size;
    made->findings = allocate(findings->size * sizeof *made->findings);
    for (size_t i = 0; i < findings->size; i++) made->findings[i] = finding_of(&findings->data[i]);
    wasmtime_component_val_delete(&result);
    *report = made;
    return NULL;
}

void tac_report_delete(tac_report *report) {
    if (report == NULL) return;
    for (size_t i = 0; i < report->findings_count; i++) {
        tac_finding *finding = &report->findings[i];
        free(finding->code);
        free(finding->severity);
        free(finding->message);
        free(finding->hint);
    }
    free(report->findings);
    free(report->signature);
    free(report);
}

/* ------------------------------------------------------------------------------------------------------------ webhooks */

tac_error *tac_webhook_key_new(tac_instance *instance, const char *secret, const char *settings, tac_webhook_key **key) {
    value room, parsed;
    const value header[] = {optional_string(settings, &room)};
    tac_error *error = call(instance, PARSE_SIGNATURE_SETTINGS, header, COUNT(header), &parsed);
    if (error != NULL) return error;
    const value arguments[] = {string(secret), *field(parsed.of.result.val, "algorithm")};
    tac_webhook_key made;
    error = call_for_resource(instance, WEBHOOK_KEY_CREATE, arguments, COUNT(arguments), &made.resource);
    wasmtime_component_val_delete(&parsed);
    if (error != NULL) return error;
    *key = allocate(sizeof made);
    **key = made;
    return NULL;
}

static tac_error *validate(const tac_webhook_key *key, enum function function, const char *signature, const char *url,
                           value *items, size_t count) {
    const value list = {.kind = WASMTIME_COMPONENT_LIST, .of.list = {count, items}};
    const value arguments[] = {borrow(&key->resource), string(signature == NULL ? "" : signature), string(url), list};
    return call_for_nothing(key->resource.instance, function, arguments, COUNT(arguments));
}

tac_error *tac_webhook_key_validate_form(const tac_webhook_key *key, const char *signature, const char *url,
                                         const tac_form_field *fields, size_t fields_count) {
    value *texts = allocate(2 * fields_count * sizeof *texts);
    value *pairs = allocate(fields_count * sizeof *pairs);
    for (size_t i = 0; i < fields_count; i++) {
        texts[2 * i] = string(fields[i].name);
        texts[2 * i + 1] = string(fields[i].value);
        pairs[i] = (value){.kind = WASMTIME_COMPONENT_TUPLE, .of.tuple = {2, &texts[2 * i]}};
    }
    tac_error *error = validate(key, VALIDATE_FORM, signature, url, pairs, fields_count);
    free(pairs);
    free(texts);
    return error;
}

tac_error *tac_webhook_key_validate_body(const tac_webhook_key *key, const char *signature, const char *url,
                                         const void *body, size_t body_size) {
    const uint8_t *bytes = body;
    value *items = allocate(body_size * sizeof *items);
    for (size_t i = 0; i < body_size; i++) items[i] = (value){.kind = WASMTIME_COMPONENT_U8, .of.u8 = bytes[i]};
    tac_error *error = validate(key, VALIDATE_BODY, signature, url, items, body_size);
    free(items);
    return error;
}

void tac_webhook_key_delete(tac_webhook_key *key) {
    if (key == NULL) return;
    resource_delete(&key->resource);
    free(key);
}
