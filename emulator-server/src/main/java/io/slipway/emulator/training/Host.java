package io.slipway.emulator.training;

import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * One instance of a job.
 *
 * @param number from 1
 * @param group the instance group
 */
record Host(int number, String group, String instanceType) {

    private static final String HOMOGENEOUS = "homogeneousCluster";

    /** How the instances of the job call each other. */
    String name() {
        return "algo-" + number;
    }

    /** The hosts of a request, numbered through all its groups. */
    static List<Host> of(Document request) {
        List<Host> hosts = new ArrayList<>();
        List<Document> groups = request.documents("ResourceConfig.InstanceGroups");
        if (groups.isEmpty()) {
            String type = request.getString("ResourceConfig.InstanceType");
            for (int i = 1; i <= request.getLong("ResourceConfig.InstanceCount"); i++) {
                hosts.add(new Host(i, HOMOGENEOUS, type));
            }
            return hosts;
        }
        for (Document group : groups) {
            for (int i = 0; i < group.getLong("InstanceCount"); i++) {
                hosts.add(new Host(
                        hosts.size() + 1, group.getString("InstanceGroupName"), group.getString("InstanceType")));
            }
        }
        return hosts;
    }
}
