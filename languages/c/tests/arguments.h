/* What a test asks of a program: a call and its arguments, each on a line of its own the number of its bytes, and then those; the
 * number of one that is absent is -1. The answer is the status and the number of the text's bytes on a line, and then those.
 * */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef _WIN32
#error "texts are read as they are, which takes another way of opening stdin here"
#endif

typedef struct argument {
    char *data;
    size_t len;
} argument;

/* The next argument. Where there should be one and is none, the program ends. */
static argument next_argument(void)
{
    argument argument = {NULL, 0};
    long long len;
    if (scanf("%lld", &len) != 1 || getchar() != '\n') {
        fputs("a length was expected\n", stderr);
        exit(2);
    }
    if (len < 0)
        return argument;
    argument.len = (size_t)len;
    /* Not one byte more, so that to read one is noticed. */
    argument.data = (char *)malloc(len > 0 ? argument.len : 1);
    if (argument.data == NULL || fread(argument.data, 1, argument.len, stdin) != argument.len) {
        fputs("an argument was expected\n", stderr);
        exit(2);
    }
    return argument;
}

/* The next argument, a number. */
static uint64_t next_number(void)
{
    uint64_t number;
    if (scanf("%" SCNu64, &number) != 1) {
        fputs("a number was expected\n", stderr);
        exit(2);
    }
    return number;
}

/* The name of the next call, or 0 where there is no more. */
static int next_call(char name[16])
{
    return scanf("%15s", name) == 1;
}
