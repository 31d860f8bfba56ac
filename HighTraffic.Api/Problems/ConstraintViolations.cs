using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HighTraffic.Api.Problems;

/// <summary>Recognizes the constraint that a write violated. Checking before the write would be a race.</summary>
internal static class ConstraintViolations
{
    public static bool Violates(this DbUpdateException exception, string uniqueIndex) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation
        && violation.ConstraintName == uniqueIndex;
}
