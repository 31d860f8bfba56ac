using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Engine;

/// <summary>How a .NET project is started: by the runtime that this process runs on.</summary>
internal static class ProjectProgram
{
    // <runtime>/shared/Microsoft.NETCore.App/<version>/ is where the runtime is, and dotnet three folders above.
    private static readonly string DotnetPath = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public static ProcessSpec Prepare(
        IResource project,
        string instance,
        IReadOnlyDictionary<string, int> ports,
        Dictionary<string, string> environment,
        IReadOnlyList<string> arguments)
    {
        if (!project.TryGetLastAnnotation<ProjectAnnotation>(out var annotation) || !File.Exists(annotation.AssemblyPath))
        {
            throw new DistributedApplicationException($"'{project.Name}' has not been built; build the AppHost again.");
        }

        var addresses = project.Annotations.OfType<EndpointAnnotation>()
            .Where(endpoint => endpoint.UriScheme == "http")
            .Select(endpoint => string.Create(CultureInfo.InvariantCulture, $"http://{Ports.Loopback}:{ports[endpoint.Name]}"));
        environment["ASPNETCORE_URLS"] = string.Join(';', addresses);
        environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={InstanceId(project, instance)}";
        foreach (var endpoint in project.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.EnvironmentVariable is not null))
        {
            environment[endpoint.EnvironmentVariable!] = ports[endpoint.Name].ToString(CultureInfo.InvariantCulture);
        }

        return new ProcessSpec
        {
            FileName = DotnetPath,
            Arguments = [annotation.AssemblyPath, .. arguments],
            WorkingDirectory = Path.GetDirectoryName(annotation.ProjectPath)!,
            Environment = environment,
            InheritsEnvironment = true,
        };
    }

    // Of a replica its number only: dashboards write the name of the service in front of it.
    private static string InstanceId(IResource project, string instance) => instance == project.Name ? instance : instance[(project.Name.Length + 1)..];
}
