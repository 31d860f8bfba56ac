using System.Reflection;

namespace HighTraffic.Deployment.Tests.Azure;

/// <summary>A test with the Bicep compiler, skipped on systems that its package does not support.</summary>
internal sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute()
    {
        if (Program is null)
        {
            Skip = "The package of the Bicep compiler supports Linux on x64 only.";
        }
    }

    /// <summary>The path of the compiler.</summary>
    public static string? Program { get; } = typeof(BicepFactAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(attribute => attribute.Key == "Bicep")?.Value;
}
