using Microsoft.Extensions.Options;
using Npgsql;

namespace HighTraffic.Migrations;

/// <summary>Says in a sentence what went wrong, when that is for the one who runs the system to mend, and not a bug.</summary>
internal static class FailureReason
{
    /// <summary>The sentence, or null for a bug, of which the whole exception is needed.</summary>
    public static string? Of(Exception exception)
    {
        // The database's own words, which retries and EF Core wrap in theirs.
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case PostgresException answer:
                    return $"{answer.MessageText} (SQLSTATE {answer.SqlState})";
                case NpgsqlException:
                    return cause.Message;
            }
        }

        // A value or a connection string of the configuration that is wrong or missing.
        return exception is InvalidOperationException or OptionsValidationException ? exception.Message : null;
    }
}
