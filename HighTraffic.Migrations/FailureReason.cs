using Microsoft.Extensions.Options;
using Npgsql;

namespace HighTraffic.Migrations;

/// <summary>Describes a failure in a sentence if the operator can fix it and it is not a bug.</summary>
internal static class FailureReason
{
    /// <summary>The sentence, or null for a bug, which needs the whole exception.</summary>
    public static string? Of(Exception exception)
    {
        // Find the database's own message, which retries and EF Core wrap in their exceptions.
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

        // A configuration value or a connection string is invalid or missing.
        return exception is InvalidOperationException or OptionsValidationException ? exception.Message : null;
    }
}
