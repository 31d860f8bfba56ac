using System.Reflection;

namespace HighTraffic.Deployment.Tests.Azure;

/// <summary>A test with the Bicep compiler, skipped on systems that its package is not for.</summary>
internal sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute()
    {
        if (Program is null)
        {
            Skip = "The package of the Bicep compiler is for Linux on x64.";
        }
    }

    /// <summary>The compiler.</summary>
    public static string? Program { get; } = typeof(BicepFactAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(attribute => attribute.Key == "Bicep")?.Value;
}
